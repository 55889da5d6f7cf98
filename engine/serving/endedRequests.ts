import { SLOT } from '../usage/requestSlot.ts';
import { widened } from './widened.ts';

const { ARRIVAL, COMPLETED_AT, FIRST_TOKEN, SCHEDULED } = SLOT;

/** Latencies of requests that ended of late, in no order: what a controller's percentiles are taken of. Seconds. */
export interface EndedRequests {
  /** What ended longer ago than this is forgotten. */
  readonly keepSeconds: number;
  count: number;
  end: Float64Array;
  ttft: Float64Array;
  queue: Float64Array;
}

const FIRST_CAPACITY = 256;

export function createEndedRequests(keepSeconds: number): EndedRequests {
  return {
    keepSeconds,
    count: 0,
    end: new Float64Array(FIRST_CAPACITY),
    ttft: new Float64Array(FIRST_CAPACITY),
    queue: new Float64Array(FIRST_CAPACITY),
  };
}

/** Notes the completed request in row `at` of `slots`. */
export function noteEnded(ended: EndedRequests, slots: Float64Array, at: number): void {
  const i = ended.count++;
  if (i === ended.end.length) widen(ended);
  ended.end[i] = slots[at + COMPLETED_AT];
  ended.ttft[i] = slots[at + FIRST_TOKEN] - slots[at + ARRIVAL];
  ended.queue[i] = slots[at + SCHEDULED] - slots[at + ARRIVAL];
}

/** Forgets what ended too long before `now`. */
export function forgetEnded(ended: EndedRequests, now: number): void {
  const { end, ttft, queue } = ended;
  const since = now - ended.keepSeconds;
  let kept = 0;
  for (let i = 0; i < ended.count; i++) {
    if (end[i] <= since) continue;
    end[kept] = end[i];
    ttft[kept] = ttft[i];
    queue[kept] = queue[i];
    kept++;
  }
  ended.count = kept;
}

/** Nearest-rank percentile (share in (0, 1]) of those that have ended after `from`; NaN where none did. */
export function endedPercentile(
  ended: EndedRequests,
  latency: 'ttft' | 'queue',
  share: number,
  from: number,
): number {
  const values: number[] = [];
  for (let i = 0; i < ended.count; i++) {
    if (ended.end[i] > from) values.push(ended[latency][i]);
  }
  if (values.length === 0) return Number.NaN;
  values.sort((a, b) => a - b);
  // The small number keeps a product such as 0.95 × 20 from rounding above its whole number.
  return values[Math.max(0, Math.ceil(share * values.length - 1e-9) - 1)];
}

function widen(ended: EndedRequests): void {
  const capacity = ended.end.length * 2;
  ended.end = widened(ended.end, capacity);
  ended.ttft = widened(ended.ttft, capacity);
  ended.queue = widened(ended.queue, capacity);
}
