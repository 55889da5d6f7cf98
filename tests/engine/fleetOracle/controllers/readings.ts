import type { MetricSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import { SIMULTANEOUS_SECONDS } from '../../stepRules.ts';
import { servingReplicas } from '../inService.ts';
import { type LivingReplica, outstandingOf, type PoolState } from '../poolState.ts';

/** What a metric was at an instant, in thousandths, rounded up. */
export interface Sample {
  /** Of each replica that was ready and in service; one without data is not in it. */
  readonly replicas: ReadonlyMap<LivingReplica, number>;
  /** Of the pool's own queue, for whoever looks at the pool. */
  readonly queue: number;
  /** Of a value of the whole pool; undefined without data. */
  readonly value: number | undefined;
}

/** First thousand-fold, then divided: a quotient that is whole stays so. */
const milli = (amount: number, per = 1): number => Math.ceil((1000 * amount) / per);

/** Seconds of (since, now] in steps, the one in progress included as far as it has come. */
function busySeconds({ busy }: LivingReplica, since: number, now: number): number {
  return busy.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, now) - Math.max(from, since)), 0);
}

/** Between what was measured at `since` and what is measured now. */
function assignedSince({ assigned }: LivingReplica, since: number): number {
  return assigned.filter(({ at, isAfterSamples }) => at > since || (at === since && isAfterSamples)).length;
}

function sampleReplica(
  pool: PoolState,
  { metric, windowSeconds }: MetricSpec,
  replica: LivingReplica,
): number | undefined {
  const { now } = pool;
  const { steps } = replica;
  const since = now - windowSeconds;
  const seconds = Math.min(windowSeconds, now - replica.readySince);
  switch (metric) {
    case 'outstanding':
      return milli(outstandingOf(replica));
    case 'waiting':
      return milli(steps.waiting.length);
    case 'running':
      return milli(steps.running.length);
    case 'kvShare':
      return milli(pool.rules.kvBlocks - steps.free, pool.rules.kvBlocks);
    case 'busyShare':
      return seconds > 0 ? milli(busySeconds(replica, since, now), seconds) : undefined;
    case 'requestsPerSecond':
      return seconds > 0 ? milli(assignedSince(replica, since), seconds) : 0;
    case 'outputTokensPerSecond': {
      // A step that ends as a window begins ended before it.
      const tokens = replica.emitted
        .filter(({ at }) => at > since + SIMULTANEOUS_SECONDS)
        .reduce((sum, e) => sum + e.tokens, 0);
      return seconds > 0 ? milli(tokens, seconds) : 0;
    }
    default:
      return undefined;
  }
}

/** Nearest rank over the requests that ended in the window. */
function samplePercentile(pool: PoolState, { metric, windowSeconds }: MetricSpec): number | undefined {
  const found = /^(ttft|queue)P(\d+)$/.exec(metric);
  if (found === null) return undefined;
  const key = found[1] as 'ttft' | 'queue';
  const values = pool.ended
    .filter(({ at }) => at > pool.now - windowSeconds)
    .map((ended) => ended[key])
    .sort((a, b) => a - b);
  if (values.length === 0) return undefined;
  return milli(values[Math.ceil((Number(found[2]) * values.length) / 100) - 1]);
}

export function takeSample(pool: PoolState, metric: MetricSpec): Sample {
  const replicas = new Map<LivingReplica, number>();
  for (const replica of servingReplicas(pool)) {
    const value = sampleReplica(pool, metric, replica);
    if (value !== undefined) replicas.set(replica, value);
  }
  const isOfQueue = metric.metric === 'outstanding' || metric.metric === 'waiting';
  return {
    replicas,
    queue: isOfQueue ? milli(pool.queue.length) : 0,
    value: samplePercentile(pool, metric),
  };
}
