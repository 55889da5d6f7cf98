import type { PortfolioSetting, TellPortfolio } from './portfolioFigures.ts';
import { type HeldCommitment, heldCommitments } from '../../pricing/commitments/heldCommitment.ts';
import { settledHours } from '../../pricing/commitments/settleUnits.ts';
import type { CommitmentOffer } from '../../scenario/prices/commitmentSchema.ts';
import { isOfUnits, purchaseOf } from './commitmentOffer.ts';

/** A point of the curve of total cost against one commitment. */
export interface CostPoint {
  /** Units, or money an hour. */
  readonly amount: number;
  /** Expected, with what is lost after the horizon. */
  readonly cost: number;
}

/** The curve, its lowest point, and the amounts that cost at most `slack` more than it: the safe band. */
export interface CostCurve {
  readonly offer: string;
  readonly points: readonly CostPoint[];
  readonly best: CostPoint;
  readonly safe: { readonly from: number; readonly until: number };
}

/** Amounts that cost up to so much more than the best are as good: demand is not known better than that. */
const SAFE_SLACK = 0.01;
const MOST_CANDIDATES = 61;

/**
 * Total cost against the amount of one offer, bought at the start of the horizon beside what is held: what every hour would have
 * wanted at the least is a candidate, each is priced in full, the cheapest wins. That is how Azure finds what it
 * recommends (Microsoft, "Azure savings plan purchase recommendations"), with the future's hours instead of the last
 * 60 days'. An hour wants what held commitments leave of it; and all of it, too, for a new one may come before a held one, which
 * then covers something else. Of more than 61 different amounts every n-th is priced, the largest always. Independent of the
 * programme, so that the two check each other.
 */
export function candidateSearch(
  setting: PortfolioSetting,
  offer: CommitmentOffer,
  tell: TellPortfolio,
): CostCurve {
  const { pools, prices, cases, startEpochSeconds, hours } = setting;
  const [one] = heldCommitments([purchaseOf(offer, 1, startEpochSeconds)], pools, prices, startEpochSeconds);
  const held = heldCommitments(setting.held, pools, prices, startEpochSeconds);
  const until = Math.min(hours, one.untilHour);
  const perUnit = one.prices.map((price) => (price === undefined ? undefined : isOfUnits(offer) ? 1 : price));
  const amounts = new Set<number>([0]);
  const add = (unitsOf: (pool: number) => number): void => {
    let amount = 0;
    perUnit.forEach((each, pool) => {
      if (each !== undefined) amount += unitsOf(pool) * each;
    });
    const wanted = Math.round(amount * 1000) / 1000;
    // Units are bought whole, though an hour may use a part of one.
    for (const each of isOfUnits(offer) ? [Math.floor(wanted), Math.ceil(wanted)] : [wanted])
      amounts.add(each);
  };
  for (const { units } of cases) {
    for (let h = 0; h < until; h++) add((pool) => units[pool][h]);
    for (const { onDemand } of leftByHeld(setting, held, units, until)) add((pool) => onDemand[pool].units);
  }
  const sorted = [...amounts].sort((a, b) => a - b);
  const points = thinned(sorted).map((amount): CostPoint => {
    const purchases = amount === 0 ? [] : [purchaseOf(offer, amount, startEpochSeconds, setting.held)];
    return { amount, cost: tell(purchases).expected.chargedCost };
  });
  const best = points.reduce((least, point) => (point.cost < least.cost ? point : least));
  const safe = points.filter(({ cost }) => cost <= best.cost * (1 + SAFE_SLACK)).map(({ amount }) => amount);
  return { offer: offer.id, points, best, safe: { from: Math.min(...safe), until: Math.max(...safe) } };
}

/** The hours of a case as held commitments leave them, each kind of hour once; none where nothing is held. */
function leftByHeld(
  { prices }: PortfolioSetting,
  held: readonly HeldCommitment[],
  units: readonly Float64Array[],
  until: number,
): Iterable<ReturnType<typeof settledHours>[number]> {
  return held.length === 0 ? [] : new Set(settledHours(prices, held, units, until));
}

function thinned(sorted: readonly number[]): readonly number[] {
  if (sorted.length <= MOST_CANDIDATES) return sorted;
  const step = (sorted.length - 1) / (MOST_CANDIDATES - 1);
  return Array.from({ length: MOST_CANDIDATES }, (_, index) => sorted[Math.round(index * step)]);
}
