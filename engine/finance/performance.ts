import type { Interval } from '../statistics/interval.ts';
import type { Figures } from './figures.ts';
import type { LatencySummary } from './latencySummary.ts';
import { grouped, percent } from './plainText.ts';

/** How far a pool's step times can be believed. */
export interface PoolPerformance {
  readonly pool: string;
  /** Measured on this accelerator and model; on the accelerator with other models; on neither. */
  readonly confidence: 'calibrated' | 'knownAccelerator' | 'borrowed';
  /** The serving engine whose efficiencies they are. */
  readonly engine: string;
  /** Relative errors that half and nine tenths of left-out measurements stayed within. */
  readonly band: { readonly central: number; readonly wide: number };
  readonly calibration: { readonly date: string; readonly source: string };
  /** The model whose shape stands for one of which only the size is known. */
  readonly resembles?: { readonly like: string; readonly parameters: number };
}

/** What each confidence is, in words. */
const CONFIDENCE_WORDS: Readonly<Record<PoolPerformance['confidence'], string>> = {
  calibrated: 'measured on this accelerator and model',
  knownAccelerator: 'measured on this accelerator with other models',
  borrowed: 'borrowed from other accelerators',
};

/** What step times rest on, in words: how near the measurements are, and whose shape the model has. */
export function basisWords({
  confidence,
  resembles,
}: Pick<PoolPerformance, 'confidence' | 'resembles'>): string {
  const words = CONFIDENCE_WORDS[confidence];
  if (resembles === undefined) return words;
  const billions = grouped(resembles.parameters / 1e9, resembles.parameters < 1e10 ? 1 : 0);
  return `of a model that resembles ${resembles.like} at ${billions} billion parameters, ${words}`;
}

/** The same, with what it means for the figures of the pool. */
export interface PerformanceFigures extends PoolPerformance {
  /** How sure the figures of the pool are, in words. */
  readonly sentence: string;
  /** 95th percentiles, by the wide band; null without data. */
  readonly latencySeconds: {
    readonly ttft: Interval | null;
    readonly tpot: Interval | null;
    readonly endToEnd: Interval | null;
  };
  /** What the pool would cost with as many more or fewer replicas as its steps are slower or faster; null without a price. */
  readonly cost: Interval | null;
}

/**
 * Carries each pool's error band to its latency and cost: times scale with the step, and so does the number
 * of replicas that serves the same load as well. Queues grow faster than steps do, so near saturation the
 * upper ends are too low.
 */
export function performanceFigures(
  performance: readonly PoolPerformance[],
  { workloads, cost }: Pick<Figures, 'workloads' | 'cost'>,
): readonly PerformanceFigures[] {
  return performance.map((each) => {
    const factor = 1 + each.band.wide;
    const around = (value: number | null | undefined): Interval | null =>
      value === null || value === undefined ? null : [value / factor, value * factor];
    const worst = (key: keyof LatencySummary) => {
      const values = workloads
        .filter(({ pool }) => pool === each.pool)
        .flatMap(({ latencySeconds }) => latencySeconds[key].p95 ?? []);
      return values.length === 0 ? null : around(Math.max(...values));
    };
    return {
      ...each,
      sentence: `Step times of ${each.pool} are those of ${each.engine}, ${basisWords(each)}: nine in ten such predictions are within ${percent(each.band.wide)}.`,
      latencySeconds: { ttft: worst('ttft'), tpot: worst('tpot'), endToEnd: worst('endToEnd') },
      cost: around(cost.byPool[each.pool]),
    };
  });
}
