import type { RayServeSpec } from '../../../../engine/scenario/living/autoscale/rayServeSpec.ts';
import type { Controller } from './controllerOfPool.ts';
import { currentNumber } from '../inService.ts';
import { inHandOfPool } from './knativeController.ts';
import { setWanted } from '../setWanted.ts';

/** The decisions that have been the same since then, one after the other. */
interface Run {
  readonly way: 'up' | 'down';
  readonly since: number;
}

/** 3: so far of the way to where each has its target. */
export function policyNumber(spec: RayServeSpec, current: number, requests: number): number {
  const ratio = requests / (spec.targetOngoingRequests * current);
  const wish = current * ratio;
  const factor = ratio > 1 ? spec.upscalingFactor : spec.downscalingFactor;
  const number = Math.ceil(current + factor * (wish - current));
  return Math.ceil(wish) < current && number === current ? current - 1 : number;
}

/** Microseconds keep the tenths of a loop whole. */
const isOver = (from: number, seconds: number, now: number): boolean =>
  Math.round((now - from) * 1e6) >= Math.round(seconds * 1e6);

/** Looks at multiples of `loopSeconds`, every one of them; requests are counted at multiples of `metricsIntervalSeconds`. */
export function rayServeController(spec: RayServeSpec): Controller {
  const counts: { at: number; value: number }[] = [];
  let loops = 1;
  let run: Run | undefined;
  const within = (replicas: number): number => Math.min(Math.max(replicas, spec.min), spec.max);
  return {
    next: () => Math.min((counts.length + 1) * spec.metricsIntervalSeconds, loops * spec.loopSeconds),
    run: (pool) => {
      const { now } = pool;
      if ((counts.length + 1) * spec.metricsIntervalSeconds <= now)
        counts.push({ at: now, value: inHandOfPool(pool) });
      if (loops * spec.loopSeconds > now) return;
      loops++;
      const current = currentNumber(pool);
      const last = counts.slice(-Math.ceil(spec.lookBackSeconds / spec.metricsIntervalSeconds));
      const recent = last.filter(({ at }) => at > now - spec.lookBackSeconds);
      const total = recent.reduce((sum, { value }) => sum + value, 0);
      if (current === 0) {
        // 2: at once; whoever waits is told of without being counted first.
        run = undefined;
        if (total > 0 || pool.queue.length > 0) setWanted(pool, within(Math.ceil(spec.upscalingFactor)));
        return;
      }
      // Nothing was counted of late: nothing is decided.
      if (recent.length === 0) return;
      const wished = within(policyNumber(spec, current, total / recent.length));
      if (wished === current) {
        run = undefined;
        return;
      }
      const way = wished > current ? 'up' : 'down';
      if (run?.way !== way) run = { way, since: now };
      const down = current === 1 ? spec.downscaleToZeroDelaySeconds : spec.downscaleDelaySeconds;
      if (!isOver(run.since, way === 'up' ? spec.upscaleDelaySeconds : down, now)) return;
      run = undefined;
      setWanted(pool, way === 'down' && current > 1 ? Math.max(1, wished) : wished);
    },
  };
}
