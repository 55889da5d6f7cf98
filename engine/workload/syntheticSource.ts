import type { SimulationSpec, WorkloadSpec } from '../scenario/spec.ts';
import { randomStream } from '../statistics/random.ts';
import {
  type BlockArrivals,
  createBatchArrivals,
  createBlockArrivals,
  createConstantArrivals,
} from './blockArrivals.ts';
import { createLengthLaw, type LengthSampler } from './lengths.ts';
import { ratePieces } from './rateShape.ts';
import type { RequestBatch, RequestSource } from './requestBatch.ts';

const DAY = 86400;

/** How long before its first hour a window begins to simulate, seconds. */
export const WARM_UP_SECONDS = 3600;

/**
 * The requests of a synthetic workload that arrive in [from, to). Its streams are made of blocks, two
 * a day, the second one WARM_UP_SECONDS long; each has streams of its own, so that the end of a day
 * can be replayed as the next day's warm-up without drawing the rest of it. A source that begins within
 * a block (only drafts do) has streams of its own up to the block's end: as likely, but not the same requests.
 */
export function createSyntheticSource(
  spec: SimulationSpec,
  workload: number,
  replication: number,
  from: number,
  to: number,
): RequestSource {
  const account = spec.accounts.findIndex((candidate) => candidate.workload === workload);
  const { id, pool, arrivals, promptTokens, outputTokens } = spec.workloads[workload];
  const isEncoded = spec.pools[pool]?.isEncoder === true;
  if (promptTokens === undefined || (outputTokens === undefined && !isEncoded)) {
    throw new RangeError(`workload ${id} has no lengths`);
  }
  const promptLaw = createLengthLaw(promptTokens);
  const outputLaw = outputTokens === undefined || isEncoded ? () => noOutput : createLengthLaw(outputTokens);
  let nextBlock = from;
  let block: { arrivals: BlockArrivals; prompts: LengthSampler; outputs: LengthSampler } | undefined;
  // Constant arrivals are counted from second 0 and know no blocks; their lengths do.
  const constant =
    arrivals.kind === 'synthetic' && arrivals.process.type === 'constant'
      ? createConstantArrivals(ratePieces(spec, arrivals, 0, to), from)
      : undefined;
  const openBlock = (): NonNullable<typeof block> => {
    const start = nextBlock;
    nextBlock = Math.min(to, blockEnd(start));
    const stream = (purpose: string) => randomStream(`${spec.seed}/${id}/${purpose}/${start}/${replication}`);
    return {
      arrivals:
        constant?.(nextBlock) ?? blockArrivals(spec, spec.workloads[workload], start, nextBlock, stream),
      prompts: promptLaw(stream('prompt')),
      outputs: outputLaw(stream('output')),
    };
  };
  return {
    fill(batch: RequestBatch) {
      batch.count = 0;
      while (batch.count < batch.capacity) {
        if (block === undefined && nextBlock >= to) return;
        block ??= openBlock();
        const before = batch.count;
        const end = block.arrivals.fill(batch.arrivalSeconds, before, batch.capacity);
        block.prompts(batch.promptTokens, before, end);
        block.outputs(batch.outputTokens, before, end);
        batch.cachedTokens.fill(0, before, end);
        batch.account.fill(account, before, end);
        batch.count = end;
        if (end < batch.capacity) block = undefined;
      }
    },
  };
}

/** Of an encoder. */
const noOutput: LengthSampler = (into, from, to) => {
  into.fill(0, from, to);
};

function blockArrivals(
  spec: SimulationSpec,
  { arrivals }: WorkloadSpec,
  start: number,
  end: number,
  stream: (purpose: string) => () => number,
): BlockArrivals {
  if (arrivals.kind === 'batch') {
    const day = Math.floor(start / DAY);
    const instant = day * DAY + arrivals.atSeconds;
    const here = day % arrivals.everyDays === 0 && instant >= start && instant < end;
    return createBatchArrivals(instant, here ? arrivals.count : 0);
  }
  if (arrivals.kind !== 'synthetic') throw new RangeError(`a ${arrivals.kind} is not synthetic`);
  return createBlockArrivals(
    arrivals.process,
    ratePieces(spec, arrivals, start, end),
    start,
    stream('arrivals'),
    stream('phases'),
  );
}

/** The first edge after an instant. */
function blockEnd(at: number): number {
  const day = Math.floor(at / DAY) * DAY;
  const edge = day + DAY - WARM_UP_SECONDS;
  return at < edge ? edge : day + DAY;
}
