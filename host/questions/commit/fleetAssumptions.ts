import { onDemandOf, reservedOf, spotOf } from '../../../engine/scenario/living/capacity/capacitySchema.ts';
import type { ScenarioDocument } from '../../../engine/scenario/schema.ts';

/** What a plan of purchases takes replicas to be, beyond those of the simulation: of a number that is fixed, that an autoscaler sets, on spot, and reserved. */
export function fleetAssumptions(pools: ScenarioDocument['pools'], isFollowingLoad: boolean): string[] {
  const scaled = pools.filter(({ autoscale }) => autoscale !== undefined);
  const spot = pools.filter(({ capacity }) => spotOf(capacity) !== undefined);
  const reserved = pools.filter(({ capacity }) =>
    reservedOf(capacity).some(({ price }) => price !== undefined),
  );
  const growing = scaled.filter((pool) => !spot.includes(pool));
  // Where replicas come and go by themselves, what was simulated holds.
  const following = pools.filter(
    (pool) =>
      !scaled.includes(pool) &&
      !spot.includes(pool) &&
      pool.failures === undefined &&
      reservedOf(pool.capacity).length === 0 &&
      onDemandOf(pool.capacity)?.interruptions === undefined &&
      (pool.warmStandby ?? 0) === 0 &&
      pool.rollout === undefined,
  );
  const of = (some: typeof pools): string => some.map(({ id }) => id).join(', ');
  return [
    ...(scaled.length === 0
      ? []
      : [`What is paid for ${of(scaled)} is what the autoscaler made of the simulated load, by the second.`]),
    ...(growing.length === 0
      ? []
      : [
          `Growth multiplies the replicas of ${of(growing)}, beyond the most that the autoscaler may ask for, too.`,
        ]),
    ...(isFollowingLoad && following.length > 0
      ? [
          `${following.length < pools.length ? `Those of ${of(following)}` : 'They'} are taken to follow their load: right for their busiest hour, scaled down in every other with its work (an estimate; scaling itself is not simulated).`,
        ]
      : []),
    ...(spot.length === 0
      ? []
      : [
          `Spot of ${of(spot)} is in none of these figures: no commitment covers it, and it costs the same under all. Growth is spot’s: what stands beside it on demand stays as many.`,
        ]),
    ...(reserved.length === 0
      ? []
      : [
          `What ${of(reserved)} ${reserved.length === 1 ? 'has' : 'have'} reserved at prices of its own is in none of these figures: no commitment covers it, and it costs the same under all. Planned for is what was on demand beyond it, and growth multiplies that.`,
        ]),
  ];
}
