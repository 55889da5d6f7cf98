import type { LivingSpec } from './livingSpec.ts';

/** How many more replicas than are wanted there may be on purpose: those that stand by, and those of a rollout. */
export function beyondWanted(
  { warmStandby = 0, rollout }: Pick<LivingSpec, 'warmStandby' | 'rollout'>,
  wanted: number,
): number {
  if (rollout === undefined) return warmStandby;
  const { surge } = rollout;
  return (
    warmStandby + ('replicas' in surge ? surge.replicas : Math.ceil(surge.share * (wanted + warmStandby)))
  );
}
