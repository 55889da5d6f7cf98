import type { DurationSpec, LivingSpec } from '../scenario/livingSpec.ts';
import { lengthQuantile } from '../scenario/lengthQuantile.ts';
import { START_UP_STAGES } from '../scenario/livingSpec.ts';
import type { SimulationSpec } from '../scenario/spec.ts';

/** Of a law: so seldom does it take longer that a warm-up need not wait for it. */
const NEARLY_ALWAYS = 0.99;

/**
 * How long a window must warm up for its living pools to stand as they would have stood: a start-up, the longest memory of
 * the controller, a repair and a drain, one after the other; at least `least`. Seconds.
 */
export function warmUpSeconds({ pools }: Pick<SimulationSpec, 'pools'>, least: number): number {
  return pools.reduce(
    (most, { living }) => (living === undefined ? most : Math.max(most, settledAfter(living))),
    least,
  );
}

function settledAfter({ startUp, controller, failures, drainSeconds }: LivingSpec): number {
  const start = START_UP_STAGES.reduce((sum, stage) => sum + longest(startUp[stage]), 0);
  const repair = failures === undefined ? 0 : longest(failures.repairSeconds);
  const drain = Number.isFinite(drainSeconds) ? drainSeconds : 0;
  let memory = 0;
  if (controller?.kind === 'hpa') {
    const { behavior, downscaleStabilizationSeconds } = controller;
    memory = Math.max(
      downscaleStabilizationSeconds,
      behavior?.scaleUp.stabilizationWindowSeconds ?? 0,
      behavior?.scaleDown.stabilizationWindowSeconds ?? 0,
    );
  }
  return start + memory + repair + drain;
}

function longest(law: DurationSpec): number {
  return law.type === 'mixture'
    ? law.parts.reduce((most, part) => Math.max(most, longest(part.law)), 0)
    : lengthQuantile(law, NEARLY_ALWAYS);
}
