import { leadLatency } from '../../finance/generation.ts';
import type { Forecast } from '../../forecast.ts';
import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { gpusPerNode, replicasPerNode } from '../../scenario/living/capacity/paidNode.ts';
import type { PoolSpec } from '../../scenario/spec.ts';
import { wholeUnits } from '../../scenario/wholeUnits.ts';
import type { LivingChoice } from './livingChoice.ts';
import { keepsPromises } from './sizeVerdict.ts';

/** A setting, and what it did. */
export interface LivingTrial {
  readonly choice: LivingChoice;
  readonly costPerMonth: number;
  readonly forecast: Forecast;
  readonly keeps: boolean;
}

export interface LivingSearchInput {
  readonly choices: readonly LivingChoice[];
  /** No setting costs less than this a month, whatever comes. */
  leastCost(choice: LivingChoice): number;
  simulate(choice: LivingChoice): Promise<Forecast>;
  onProgress?(done: number, best: LivingTrial | undefined): void;
}

export interface LivingSearch {
  /** Undefined where none keeps its promises. */
  readonly best: LivingTrial | undefined;
  /** Those that were simulated, the best of those that keep their promises first. */
  readonly trials: readonly LivingTrial[];
  /** Not simulated, for they cannot cost less than the best. */
  readonly skipped: number;
}

const HOURS_PER_MONTH = 730;
/** A bound may be off the ledger, which rounds each hour to a micro-unit. */
const ROUNDING = 1e-6;

/**
 * The cheapest setting that keeps every service level, of equals the quickest at the 95th percentile, then the first:
 * what trying all of them finds. Those that cannot cost less than the best so far are not simulated; nothing else is taken
 * for granted, for neither cost nor latency need go one way with a range, a target or a base.
 */
export async function livingSearch({
  choices,
  leastCost,
  simulate,
  onProgress,
}: LivingSearchInput): Promise<LivingSearch> {
  const bounded = choices.map((choice, index) => ({
    choice,
    index,
    bound: leastCost(choice) * (1 - ROUNDING),
  }));
  bounded.sort((a, b) => a.bound - b.bound || a.index - b.index);
  const trials: (LivingTrial & { readonly index: number })[] = [];
  let best: (typeof trials)[number] | undefined;
  let done = 0;
  for (const { choice, index, bound } of bounded) {
    if (best === undefined || bound <= best.costPerMonth) {
      const forecast = await simulate(choice);
      const costPerMonth = forecast.costPerMonth ?? Number.POSITIVE_INFINITY;
      const trial = { choice, index, costPerMonth, forecast, keeps: keepsPromises(forecast) };
      trials.push(trial);
      if (trial.keeps && (best === undefined || compareTrials(trial, best) < 0)) best = trial;
    }
    onProgress?.(++done, best);
  }
  trials.sort((a, b) => Number(b.keeps) - Number(a.keeps) || compareTrials(a, b));
  return { best, trials, skipped: choices.length - trials.length };
}

/** Cheapest first, then quickest, then as they were given. */
function compareTrials(a: LivingTrial & { readonly index: number }, b: typeof a): number {
  return a.costPerMonth - b.costPerMonth || latencyOf(a) - latencyOf(b) || a.index - b.index;
}

function latencyOf({ forecast }: LivingTrial): number {
  return forecast.latencySeconds[leadLatency(forecast)].p95 ?? Number.MAX_VALUE;
}

/**
 * What a setting costs a month at the least: its fewest replicas at all times. Nothing where replicas may be unpaid in
 * spite of that, or paid otherwise: they fail, wait for spot or stock, are reserved or replaced, or are let go below the least.
 */
export function leastLivingCost(
  pool: PoolSpec,
  price: PoolPrice | undefined,
  { min }: Pick<LivingChoice, 'min'>,
): number {
  const { controller, failures, spot, stock, reserved, rollout } = pool.living ?? {};
  const isAlways =
    controller?.kind === 'hpa' || (controller?.kind === 'keda' && controller.idle === undefined);
  const isOnDemand = [failures, spot, stock, reserved, rollout].every((part) => part === undefined);
  if (price === undefined || !isAlways || !isOnDemand) return 0;
  const nodes = Math.ceil(min / replicasPerNode(pool) - ROUNDING);
  const units = wholeUnits(nodes, gpusPerNode(pool), price.gpusPerUnit);
  return units * (price.energy?.unitPriceWithout ?? price.unitPrice) * HOURS_PER_MONTH;
}
