import type { DurationSpec } from '../../../scenario/living/livingSpec.ts';
import type { SimulationSpec } from '../../../scenario/spec.ts';
import { type Instants, instantsFrom } from './instants.ts';
import { drawSeconds } from '../startUp.ts';

/** What befalls a pool of itself, whatever its replicas do. */
export interface Mishaps {
  /** Instants at which a replica number is struck, where it is there then; from this one on. */
  readonly failures: (replica: number) => Instants | undefined;
  /** By replica number, as far as they are dated. */
  readonly dated: Instants[];
  readonly zoneFailures: readonly Instants[];
  readonly zoneNotices: readonly Instants[];
}

/**
 * Failures with exponential times between them strike a number whether or not a replica has it: with nothing remembered,
 * those that meet one are as far apart as if they had been its own.
 */
export function createMishaps(
  { seed, pools }: SimulationSpec,
  poolIndex: number,
  replication: number,
  from: number,
): Mishaps {
  const { id, living } = pools[poolIndex];
  const { failures, spot } = living ?? {};
  const instants = (of: string, apart: DurationSpec, share = 1): Instants =>
    instantsFrom(`${seed}/${id}/${of}/${replication}`, (random) => drawSeconds(apart, random) / share, from);
  const exponential = (mean: number): DurationSpec => ({ type: 'exponential', mean });
  const zoneFailures = failures?.zone;
  const supply = spot?.supply;
  return {
    failures: (replica) =>
      failures?.meanSeconds === undefined
        ? undefined
        : instants(`failures ${replica}`, exponential(failures.meanSeconds)),
    dated: [],
    zoneFailures: Array.from({ length: zoneFailures?.zones ?? 0 }, (_, zone) =>
      instants(`zone failures ${zone}`, exponential(zoneFailures?.meanSeconds ?? 0)),
    ),
    zoneNotices:
      supply?.kind === 'lives' && supply.together > 0
        ? Array.from({ length: supply.zones }, (_, zone) =>
            instants(`zone notices ${zone}`, supply.life, supply.together),
          )
        : [],
  };
}
