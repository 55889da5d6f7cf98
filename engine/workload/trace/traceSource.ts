import type { SimulationSpec, TraceArrivalSpec } from '../../scenario/spec.ts';
import type { RequestBatch, RequestSource } from '../requestBatch.ts';
import { createRowQueue, type RowQueue, type TraceRow } from './rowQueue.ts';
import { createTraceDecoder } from './traceDecoder.ts';

/**
 * The requests of a trace up to second `to` of the horizon, that instant included. The first comes at
 * second 0 unless the file keeps its clock; instants are divided by rateScale, lengths multiplied and
 * rounded (at least 1). `repeat` starts over one mean gap after the last row, so that the rate goes on.
 * Holds a chunk of the file, the rows that may still be overtaken, and one group of ties.
 * `fill` rejects with `TraceProblem` at a row that cannot be taken.
 */
export function createTraceSource(
  spec: SimulationSpec, workload: number, openTrace: (path: string) => AsyncIterable<string>, to: number,
): RequestSource {
  const { arrivals } = spec.workloads[workload];
  if (arrivals.kind !== 'trace') throw new RangeError(`workload ${spec.workloads[workload].id} replays no trace`);
  const { summary, rateScale } = arrivals;
  const origin = arrivals.keepClock ? 0 : summary.firstSeconds;
  const span = summary.lastSeconds - summary.firstSeconds;
  // A file of one row, or of rows at one instant, repeats at its next whole second.
  const period = span > 0 ? (span * summary.rows) / Math.max(1, summary.rows - 1) : 1;
  let round = 0;
  let file = openRound(arrivals, spec.startEpochSeconds, openTrace);
  let tied: TraceRow[] = [];
  let pending: TraceRow | undefined;

  const instantOf = (row: TraceRow): number => (row.seconds - origin + round * period) / rateScale;

  /** Moves rows of one instant to `tied`; false when more text is needed to know them all. */
  const gatherTies = (): boolean => {
    while (tied.length === 0 || arrivals.spreadTiesSeconds > 0) {
      if (pending === undefined) {
        if (file.queue.ready() === 0) return file.ended;
        pending = file.queue.take();
      }
      if (tied.length > 0 && pending.seconds !== tied[0].seconds) return true;
      tied.push(pending);
      pending = undefined;
    }
    return true;
  };

  /** Empties `tied` into the batch; returns how many fitted, or −1 when the horizon is over. */
  let given = 0;
  const giveTies = (batch: RequestBatch): boolean => {
    while (given < tied.length && batch.count < batch.capacity) {
      const row = tied[given];
      const instant = instantOf(row) + (arrivals.spreadTiesSeconds * given) / tied.length;
      if (instant > to) return false;
      if (instant >= 0) writeRow(batch, instant, row, arrivals);
      given++;
    }
    if (given === tied.length) {
      tied = [];
      given = 0;
    }
    return true;
  };

  const fill = async (batch: RequestBatch): Promise<void> => {
    while (batch.count < batch.capacity) {
      if (given < tied.length) {
        if (!giveTies(batch)) return;
      } else if (gatherTies() && tied.length > 0) {
        if (!giveTies(batch)) return;
      } else if (!file.ended) await file.readOn();
      else if (arrivals.repeat && !arrivals.keepClock && (round + 1) * period <= to * rateScale) {
        round++;
        file = openRound(arrivals, spec.startEpochSeconds, openTrace);
      } else return;
    }
  };
  return {
    fill(batch) {
      batch.count = 0;
      return fill(batch);
    },
  };
}

interface OpenTrace {
  readonly queue: RowQueue;
  ended: boolean;
  /** Reads the next chunk into the queue. */
  readOn(): Promise<void>;
}

function openRound(
  arrivals: TraceArrivalSpec, startEpochSeconds: number, openTrace: (path: string) => AsyncIterable<string>,
): OpenTrace {
  const queue = createRowQueue(arrivals.summary.disorderSeconds);
  const own = Math.min(...Object.values(arrivals.accountOfTenant));
  const decoder = createTraceDecoder(
    { ...arrivals, clockEpochSeconds: arrivals.keepClock ? startEpochSeconds : undefined },
    (_line, seconds, prompt, output, cached, tenant) =>
      queue.add(seconds, prompt, output, cached, arrivals.accountOfTenant[tenant] ?? own),
  );
  const chunks = openTrace(arrivals.path)[Symbol.asyncIterator]();
  const open: OpenTrace = {
    queue,
    ended: false,
    async readOn() {
      const { value, done } = await chunks.next();
      if (done === true) {
        decoder.end();
        queue.finish();
        open.ended = true;
      } else decoder.push(value);
    },
  };
  return open;
}

function writeRow(batch: RequestBatch, instant: number, row: TraceRow, arrivals: TraceArrivalSpec): void {
  const at = batch.count++;
  const prompt = scaled(row.prompt, arrivals.promptScale);
  batch.arrivalSeconds[at] = instant;
  batch.promptTokens[at] = prompt;
  batch.outputTokens[at] = scaled(row.output, arrivals.outputScale);
  batch.cachedTokens[at] = Math.min(scaled(row.cached, arrivals.promptScale, 0), prompt - 1);
  batch.account[at] = row.account;
}

function scaled(tokens: number, scale: number, least = 1): number {
  return scale === 1 ? tokens : Math.max(least, Math.round(tokens * scale));
}
