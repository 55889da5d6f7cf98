import { spotOf } from '../../../engine/scenario/living/capacitySchema.ts';
import type { ScenarioDocument } from '../../../engine/scenario/schema.ts';

/** What a plan of purchases takes replicas to be, beyond those of the simulation: of a number that is fixed, that an autoscaler sets, and on spot. */
export function fleetAssumptions(pools: ScenarioDocument['pools'], isFollowingLoad: boolean): string[] {
  const scaled = pools.filter(({ autoscale }) => autoscale !== undefined);
  const spot = pools.filter(({ capacity }) => spotOf(capacity) !== undefined);
  const isMixed = scaled.length > 0 && scaled.length < pools.length;
  const of = (some: typeof pools): string => some.map(({ id }) => id).join(', ');
  return [
    ...(scaled.length === 0
      ? []
      : [
          `What is paid for ${of(scaled)} is what the autoscaler made of the simulated load, by the second; growth multiplies it, beyond the most that it may ask for, too.`,
        ]),
    ...(isFollowingLoad && scaled.length < pools.length
      ? [
          `${isMixed ? `Those of ${of(pools.filter(({ autoscale }) => autoscale === undefined))}` : 'They'} are taken to follow their load: right for their busiest hour, scaled down in every other with its work (an estimate; scaling itself is not simulated).`,
        ]
      : []),
    ...(spot.length === 0
      ? []
      : [
          `Spot of ${of(spot)} is in none of these figures: no commitment covers it, and it costs the same under all.`,
        ]),
  ];
}
