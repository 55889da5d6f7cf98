import type { MetricName } from '../../../scenario/living/livingSpec.ts';
import { endedPercentile, forgetEnded } from '../../../serving/endedRequests.ts';
import { inHandOf } from '../../../serving/inHand.ts';
import { LAYOUT } from '../../../serving/poolState.ts';
import {
  busySecondsAt,
  emittedTokensAt,
  kvBlocksHeldAt,
  runningAt,
  waitingAt,
} from '../../../serving/replicaAtClock.ts';
import { milliUnits } from '../../controllers/hpaMetric.ts';
import type { LivingPool } from '../livingPool.ts';
import { PHASE } from '../replicaSet.ts';
import {
  type Counters,
  dateSample,
  dateSampleBase,
  OVER_TIME,
  percentileOf,
  type Samples,
} from './sampleStore.ts';

const { ASSIGNED, WHOLE_STRIDE } = LAYOUT;

/** Notes the counters where a look's window begins. */
export function takeSampleBase(pool: LivingPool, samples: Samples, look: number, window: number): void {
  samples.bases.set(`${look} ${window}`, counters(pool));
  dateSampleBase(pool.calendar, samples, look + 1, window);
}

/** Measures the metrics of a look. */
export function takeSample(pool: LivingPool, samples: Samples, now: number, look: number): void {
  const { metrics, windows, bases } = samples;
  const ended = pool.state.ended;
  if (ended !== undefined) forgetEnded(ended, now);
  const values = metrics.map(({ metric, windowSeconds }) => {
    const base = bases.get(`${look} ${windows.indexOf(windowSeconds)}`);
    return replicaValues(pool, now, metric, windowSeconds, base);
  });
  samples.taken.set(look, {
    who: pool.set.requestOrder.slice(),
    values,
    ofPool: metrics.map(({ metric, windowSeconds }, m) => {
      const percentile = percentileOf(metric);
      if (percentile !== undefined) {
        if (ended === undefined) return Number.NaN;
        return milliUnits(endedPercentile(ended, percentile.latency, percentile.share, now - windowSeconds));
      }
      const inQueue = metric === 'outstanding' || metric === 'waiting' ? milliUnits(pool.state.queued) : 0;
      return values[m].reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), inQueue);
    }),
    isAwaited: pool.state.queued > 0 && pool.set.readyCount === 0,
  });
  windows.forEach((_, window) => bases.delete(`${look} ${window}`));
  dateSample(pool.calendar, samples, look + 1);
}

function counters({ state, set }: LivingPool): Counters {
  const { whole } = state;
  const numbers = Array.from({ length: set.capacity }, (_, r) => r);
  return {
    lives: set.life.slice(),
    // One that becomes ready later has done nothing yet.
    busy: Float64Array.from(numbers, (r) =>
      set.phase[r] === PHASE.READY ? busySecondsAt(state, r, set.readySeconds[r]) : 0,
    ),
    assigned: Int32Array.from(numbers, (r) => whole[r * WHOLE_STRIDE + ASSIGNED]),
    emitted: Int32Array.from(numbers, (r) => emittedTokensAt(state, r)),
  };
}

function replicaValues(
  { state, set }: LivingPool,
  now: number,
  metric: MetricName,
  windowSeconds: number,
  base: Counters | undefined,
): Float64Array {
  const { whole, kvBlocks } = state;
  const values = new Float64Array(set.capacity).fill(Number.NaN);
  for (let i = 0; i < set.readyCount; i++) {
    const r = set.ready[i];
    const seconds = Math.min(windowSeconds, now - set.readySeconds[r]);
    // Counters of a replica begin at 0; one that became ready within the window is counted from there.
    const since =
      base !== undefined && r < base.lives.length && base.lives[r] === set.life[r] ? base : undefined;
    switch (metric) {
      case 'outstanding':
        values[r] = inHandOf(state, r);
        break;
      case 'waiting':
        values[r] = waitingAt(state, r);
        break;
      case 'running':
        values[r] = runningAt(state, r);
        break;
      case 'kvShare':
        values[r] = kvBlocksHeldAt(state, r) / kvBlocks;
        break;
      case 'busyShare':
        values[r] = (busySecondsAt(state, r, set.readySeconds[r]) - (since?.busy[r] ?? 0)) / seconds;
        break;
      case 'requestsPerSecond':
        values[r] = ((whole[r * WHOLE_STRIDE + ASSIGNED] - (since?.assigned[r] ?? 0)) | 0) / seconds;
        break;
      case 'outputTokensPerSecond':
        values[r] = ((emittedTokensAt(state, r) - (since?.emitted[r] ?? 0)) | 0) / seconds;
        break;
      default:
        break;
    }
    // At the very instant of becoming ready a share of no time is missing, and rates are 0.
    if (seconds === 0 && OVER_TIME.has(metric)) values[r] = metric === 'busyShare' ? Number.NaN : 0;
    values[r] = milliUnits(values[r]);
  }
  return values;
}
