import type { PoolSpec } from '../../scenario/spec.ts';
import { kilowattHours } from '../../usage/kilowattHours.ts';
import type { PoolUsage } from '../../usage/usage.ts';
import { sumColumn } from '../../usage/usageTotals.ts';

/** What a pool drew, at the building's meter. */
export interface EnergyFigures {
  readonly kilowattHours: number;
  /** Mean watts of a replica that is paid, at the machine; null without one. */
  readonly meanWatts: number | null;
  /** Output tokens a joule; prompt tokens of an encoder. Null where nothing was drawn. */
  readonly tokensPerJoule: number | null;
  /** Null where the grid's grams are not given. */
  readonly kilogramsCo2: number | null;
  /** Of the time paid, the share in which the busier of compute and bandwidth was in use; null without any. */
  readonly workingShare: number | null;
}

const JOULES_PER_KWH = 3.6e6;
const HOUR = 3600;
const KILO = 1000;

/** Undefined of a pool whose document says nothing of power. */
export function energyFigures(
  pool: PoolSpec,
  usage: PoolUsage,
  tokens: { readonly promptTokens: number; readonly outputTokens: number },
  replicaHours: number,
): EnergyFigures | undefined {
  const drawn = kilowattHours(pool, usage);
  const { power } = pool;
  if (drawn === undefined || power === undefined) return undefined;
  const counted = pool.isEncoder === true ? tokens.promptTokens : tokens.outputTokens;
  return {
    kilowattHours: drawn,
    meanWatts: replicaHours > 0 ? (drawn * KILO) / power.pue / replicaHours : null,
    tokensPerJoule: drawn > 0 ? counted / (drawn * JOULES_PER_KWH) : null,
    kilogramsCo2: power.gramsCo2PerKwh === undefined ? null : (drawn * power.gramsCo2PerKwh) / KILO,
    workingShare:
      replicaHours > 0 ? sumColumn(usage.workingSeconds ?? new Float64Array()) / (replicaHours * HOUR) : null,
  };
}
