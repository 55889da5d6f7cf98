import type { SimulationSpec, TraceArrivalSpec, TraceSummary } from '../../scenario/spec.ts';
import { keptClockZero } from '../../scenario/arrivals/traceClock.ts';
import type { RequestBatch, RequestSource } from '../requestBatch.ts';
import { repeatSpan } from './repeatSpan.ts';
import { createRowSorter, type RowSorter } from './rowSorter.ts';
import { createTraceDecoder, type TraceDecoder } from './traceDecoder.ts';
import { createTraceRows, dropRows } from './traceRows.ts';
import { MOST_TOKENS } from '../../scenario/lengths/mostTokens.ts';

/** Opens a trace by its path and gives its text in chunks of any size. */
export type OpenTrace = (path: string) => AsyncIterable<string>;

/** One reading of the file, from its first row to its last. */
interface Round {
  readonly chunks: AsyncIterator<string>;
  readonly decoder: TraceDecoder;
  readonly sorter: RowSorter;
  ended: boolean;
}

/**
 * The requests of a trace up to second `toSeconds` of the horizon, itself included, in order of
 * arrival. The first row arrives at second 0, or with `keepClock` where the file says (dates: where
 * it lies from the horizon's start; rows before second 0 are left out). Then, in this order:
 * * ties: of n rows at one instant, row i moves by i/n of `spreadTiesSeconds`, of the time to the
 *   next instant where that is less;
 * * `repeat`: round k is k times the `repeatSpan` later, the file being read anew;
 * * `rateScale` divides the instants; lengths are scaled and rounded, to at least one token, and
 *   cached ones stay below the prompt's.
 * A promise of `fill` rejects with TextProblem where a row is wrong, and with what `open` throws.
 */
export function createTraceSource(
  spec: SimulationSpec,
  workload: number,
  open: OpenTrace,
  toSeconds: number,
): RequestSource {
  const { arrivals, pool } = spec.workloads[workload];
  // An encoder generates nothing, and keeps nothing of a prompt that another could begin with.
  const isEncoded = spec.pools[pool]?.isEncoder === true;
  if (arrivals.kind !== 'trace') throw new RangeError('synthetic arrivals have no trace');
  const { rateScale, promptScale, outputScale, repeat, keepClock, spreadTiesSeconds } = arrivals;
  const sorted = createTraceRows();
  const accounts: number[] = [];
  let round: Round | undefined;
  let done = false;
  /** Of `sorted`: the next row to give, and how many may be given. */
  let cursor = 0;
  let ready = 0;
  /** Where the rows that tie with the one at the cursor begin and end, and the seconds they are spread over. */
  let tiesFrom = 0;
  let tiesTo = 0;
  let tiesSeconds = 0;
  /** Time on the file's clock, in units, of second 0 of the horizon; of the first row. */
  let origin = 0;
  let first: number | undefined;
  let spanSeconds = 0;
  let rounds = 0;
  let previous = 0;

  const startRound = (): Round => {
    const decoder = createTraceDecoder(arrivals);
    return {
      chunks: open(arrivals.path)[Symbol.asyncIterator](),
      decoder,
      sorter: createRowSorter(),
      ended: false,
    };
  };

  /** Reads a chunk and takes over the rows that nothing earlier can follow any more. */
  const readOn = async (): Promise<void> => {
    round ??= startRound();
    const { chunks, decoder, sorter } = round;
    const next = await chunks.next();
    round.ended = next.done === true;
    if (next.done === true) decoder.end();
    else decoder.push(next.value);
    sorter.add(decoder.rows);
    decoder.rows.count = 0;
    dropRows(sorted, cursor);
    tiesTo -= cursor;
    cursor = 0;
    const maxDisorder = arrivals.maxDisorderSeconds * decoder.unitsPerSecond;
    sorter.release(round.ended ? Number.POSITIVE_INFINITY : decoder.latest - maxDisorder, sorted);
    if (first === undefined && sorted.count > 0) {
      first = sorted.time[0];
      origin = keepClock ? clockOrigin(spec, arrivals.summary, decoder) : first;
    }
    ready = spreadTiesSeconds > 0 && !round.ended ? startOfLastTies(sorted.time, sorted.count) : sorted.count;
    if (round.ended && repeat)
      spanSeconds = repeatSpan(first ?? 0, decoder.latest, decoder.accepted) / decoder.unitsPerSecond;
  };

  const findTies = (unitsPerSecond: number): void => {
    const { time, count } = sorted;
    tiesFrom = cursor;
    tiesTo = cursor + 1;
    while (tiesTo < ready && time[tiesTo] === time[cursor]) tiesTo++;
    let untilNext = Number.POSITIVE_INFINITY;
    if (tiesTo < count) untilNext = (time[tiesTo] - time[cursor]) / unitsPerSecond;
    // The first row of the next round.
    else if (repeat) untilNext = spanSeconds - (time[cursor] - (first ?? 0)) / unitsPerSecond;
    tiesSeconds = Math.min(spreadTiesSeconds, untilNext);
  };

  /** Gives rows until the batch is full or more must be read; true where nothing need be read. */
  const give = (batch: RequestBatch): boolean => {
    if (round === undefined) return done;
    const { unitsPerSecond } = round.decoder;
    const shift = rounds * spanSeconds;
    while (batch.count < batch.capacity) {
      if (cursor === ready) return done;
      let seconds = (sorted.time[cursor] - origin) / unitsPerSecond + shift;
      if (spreadTiesSeconds > 0) {
        if (cursor >= tiesTo) findTies(unitsPerSecond);
        seconds += (tiesSeconds * (cursor - tiesFrom)) / (tiesTo - tiesFrom);
      }
      const arrival = seconds / rateScale;
      if (arrival > toSeconds) {
        done = true;
        return true;
      }
      if (arrival >= 0) {
        const at = batch.count++;
        const promptTokens = scaled(sorted.promptTokens[cursor], promptScale);
        // Rounding must not put a spread tie behind what follows it.
        previous = Math.max(previous, arrival);
        batch.arrivalSeconds[at] = previous;
        batch.promptTokens[at] = promptTokens;
        batch.outputTokens[at] = isEncoded ? 0 : scaled(sorted.outputTokens[cursor], outputScale);
        batch.cachedTokens[at] = isEncoded
          ? 0
          : Math.min(promptTokens - 1, Math.round(sorted.cachedTokens[cursor] * promptScale));
        batch.account[at] = accountOf(sorted.tenant[cursor], round.decoder.tenants);
      }
      cursor++;
    }
    return true;
  };

  const accountOf = (tenant: number, tenants: readonly string[]): number => {
    accounts[tenant] ??= findAccount(arrivals, tenants[tenant] ?? '');
    return accounts[tenant];
  };

  /** After the last row of a round: the next round, or the end. */
  const endRound = (): void => {
    const { decoder } = round as Round;
    round = undefined;
    if (!repeat) {
      done = true;
      return;
    }
    const lastSeconds = (decoder.latest - origin) / decoder.unitsPerSecond;
    // Rounds that end before the horizon begins need not be read.
    rounds = Math.max(rounds + 1, Math.floor(-lastSeconds / spanSeconds));
  };

  /** Leaves the file before its end. */
  const close = async (): Promise<void> => {
    await round?.chunks.return?.();
    round = undefined;
  };

  const giveAndRead = async (batch: RequestBatch): Promise<void> => {
    try {
      while (!give(batch)) {
        if (round?.ended === true) endRound();
        else await readOn();
      }
    } catch (error) {
      done = true;
      await close();
      throw error;
    }
    if (done) await close();
  };

  return {
    fill(batch) {
      batch.count = 0;
      if (give(batch) && !(done && round !== undefined)) return undefined;
      return giveAndRead(batch);
    },
  };
}

/** Units from the decoder's zero to second 0 of the horizon. */
function clockOrigin(spec: SimulationSpec, summary: TraceSummary, decoder: TraceDecoder): number {
  const { originEpochSeconds, unitsPerSecond } = decoder;
  if (originEpochSeconds !== undefined) return (spec.startEpochSeconds - originEpochSeconds) * unitsPerSecond;
  return keptClockZero(summary, spec.startEpochSeconds) * unitsPerSecond;
}

/** Where the rows that tie with the last one begin. */
function startOfLastTies(time: Float64Array, count: number): number {
  let start = count;
  while (start > 0 && time[start - 1] === time[count - 1]) start--;
  return start;
}

function scaled(tokens: number, scale: number): number {
  return Math.min(MOST_TOKENS, Math.max(1, Math.round(tokens * scale)));
}

function findAccount({ accountOfTenant }: TraceArrivalSpec, tenant: string): number {
  for (const name of [tenant, '']) if (Object.hasOwn(accountOfTenant, name)) return accountOfTenant[name];
  throw new RangeError(`the scenario has no account for the tenant ${tenant}`);
}
