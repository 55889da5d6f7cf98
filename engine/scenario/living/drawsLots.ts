import { type DurationSpec, type LivingSpec, START_UP_STAGES } from './livingSpec.ts';

/** Whether chance has a part in where the replicas of a living pool stand, whatever comes to it. */
export function livingDrawsLots({ startUp, failures, spot, controller }: LivingSpec): boolean {
  const isDrawn = ({ type }: DurationSpec): boolean => type !== 'fixed';
  return (
    START_UP_STAGES.some((stage) => isDrawn(startUp[stage])) ||
    (failures !== undefined &&
      (isDrawn(failures.repairSeconds) ||
        failures.meanSeconds !== undefined ||
        failures.zone !== undefined)) ||
    (spot?.supply.kind === 'lives' && (isDrawn(spot.supply.life) || spot.supply.together > 0)) ||
    (controller?.kind === 'predictive' && controller.error > 0)
  );
}
