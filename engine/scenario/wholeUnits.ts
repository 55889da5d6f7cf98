/** A share of a unit below this is rounding, not a unit. */
const ROUNDING = 1e-9;

/** How the GPUs of a replica stand together. */
export interface ReplicaShape {
  readonly gpusPerReplica: number;
  /** Groups of layers, one behind the other; 1 where left out. */
  readonly pipeline?: number | undefined;
}

/**
 * Whether instances of so many GPUs hold a replica. One instance holds all of it: step times are of GPUs that are
 * linked inside one. Only the stages of a pipeline, which hand little on, may stand in instances of their own, each
 * whole and none left over.
 */
export function holdsReplica(instanceGpus: number, { gpusPerReplica, pipeline = 1 }: ReplicaShape): boolean {
  if (gpusPerReplica <= instanceGpus) return true;
  const stage = gpusPerReplica / pipeline;
  return pipeline > 1 && Number.isInteger(stage) && instanceGpus % stage === 0;
}

/**
 * Units of so many GPUs that are paid for replicas (a fraction of one counts as one where it needs a unit):
 * ceil(replicas × GPUs of a replica / GPUs of a unit), as the contract has it. Where that would put a replica together
 * from GPUs that others leave over in several units, units are counted by the whole replicas that each holds.
 */
export function wholeUnits(replicas: number, gpusPerReplica: number, gpusPerUnit: number): number {
  const each = Math.floor(gpusPerUnit / gpusPerReplica);
  const isExact = each === 0 || each * gpusPerReplica === gpusPerUnit;
  const units = isExact ? (replicas * gpusPerReplica) / gpusPerUnit : replicas / each;
  return Math.max(0, Math.ceil(units - ROUNDING));
}

/** The most replicas that so many units of GPUs hold, as `wholeUnits` counts them. */
export function replicasHeld(units: number, gpusPerReplica: number, gpusPerUnit: number): number {
  const each = Math.floor(gpusPerUnit / gpusPerReplica);
  return each === 0 ? Math.floor((units * gpusPerUnit) / gpusPerReplica) : units * each;
}
