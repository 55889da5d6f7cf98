import { type HeldCommitment, heldCommitments } from '../../pricing/commitments/heldCommitment.ts';
import { type Candidate, type CommitLimits, commitProgram } from './commitProgram.ts';
import type { CommitmentOffer } from '../../scenario/prices/commitmentSchema.ts';
import { isOfUnits, purchaseOf } from './commitmentOffer.ts';
import type { SolveProgram } from './linearProgram.ts';
import {
  type PortfolioFigures,
  type PortfolioSetting,
  type TellPortfolio,
  createPortfolioFigures,
} from './portfolioFigures.ts';
import { type RegretTable, regretTable } from './regretTable.ts';
import { periodsOf, useBins } from './useBins.ts';
import type { UseCase } from './useCase.ts';

export interface CommitPlanInput extends PortfolioSetting {
  readonly offers: readonly CommitmentOffer[];
  /**
   * A purchase may begin with each of the first so many months, and on the day within them on which another ends: 1 buys
   * everything at once, all months of the horizon allow ladders and renewals.
   */
  readonly startMonths: number;
  readonly limits: CommitLimits;
  /** Of the risk-averse choice: it minimises the mean regret of the worst `1 − riskLevel` of cases. */
  readonly riskLevel: number;
  readonly solve: SolveProgram;
  /** Called before each step, and after the last. It may throw to end the search. */
  onProgress?(progress: CommitProgress): void;
}

export interface CommitProgress {
  readonly done: number;
  readonly steps: number;
  readonly sentence: string;
}

/** A portfolio that was found: purchases as a document writes them, and what comes of them. */
export interface Portfolio extends PortfolioFigures {
  readonly name: string;
}

export interface CommitPlan {
  /** Nothing bought; what is held stays. */
  readonly none: Portfolio;
  /** The least expected cost. */
  readonly cheapest: Portfolio;
  /** The least regret in the worst cases. */
  readonly stable: Portfolio;
  readonly regret: RegretTable;
  /** How many variables and rows the largest programme had. */
  readonly programme: { readonly variables: number; readonly rows: number };
}

/** Money an hour is promised in whole tenths of a cent, as AWS sells it. */
const HOURLY_STEP = 0.001;
/** Up to here prices are counted in the currency itself. */
const ORDINARY_PRICE = 1e6;
/** About so many bins of all cases and periods: what a solver in WebAssembly does in a second. */
const MOST_BINS = 400;
const LEAST_BINS_OF_PERIOD = 4;

/**
 * Searches the portfolio of commitments with the least expected cost, and the one with the least regret in bad cases,
 * by programmes on duration curves; what they choose is priced hour by hour by the providers' rules, and nothing is
 * suggested that costs more by these than buying nothing. Money in the currency of the prices.
 */
export async function planCommitments(input: CommitPlanInput): Promise<CommitPlan> {
  const { cases, onProgress } = input;
  const names = [...new Set(cases.map(({ name }) => name))];
  const steps = names.length + 3;
  let done = 0;
  const step = (sentence: string): void => onProgress?.({ done: done++, steps, sentence });
  const search = createSearch(input);
  const none: Portfolio = { name: 'nothing', ...search.figures([]) };

  const foresight: Portfolio[] = [];
  for (const name of names) {
    step(`what would be best if growth were ${name}`);
    const members = cases.filter((each) => each.name === name);
    foresight.push({ name: `best for ${name}`, ...(await search.best(members, none)) });
  }
  const bestCosts = cases.map(({ name }) => {
    const index = names.indexOf(name);
    return Math.min(none.cases[index].chargedCost, ...foresight.map((each) => each.cases[index].chargedCost));
  });
  step('the least expected cost');
  // With one case all of these are the same.
  const found = names.length === 1 ? foresight[0] : { name: '', ...(await search.best(cases, none)) };
  const all = [none, ...foresight, found];
  const cheapest = leastBy(all, ({ expected }) => expected.chargedCost);
  step('the least regret');
  const risk = { level: input.riskLevel, bestCosts };
  const careful = names.length === 1 ? cheapest : { name: '', ...(await search.best(cases, none, risk)) };
  const stable = leastBy([careful, ...all], (each) =>
    conditionalRegret(each, bestCosts, names, cases, risk.level),
  );
  step('prices hour by hour');
  const portfolios = [
    { ...cheapest, name: 'cheapest expected' },
    { ...stable, name: 'stable' },
    none,
    ...(names.length === 1 ? [] : foresight),
  ];
  onProgress?.({ done: steps, steps, sentence: 'done' });
  return {
    none,
    cheapest: portfolios[0],
    stable: portfolios[1],
    regret: regretTable(portfolios),
    programme: search.programme,
  };
}

interface Search {
  readonly programme: { variables: number; rows: number };
  readonly figures: TellPortfolio;
  /** The best for these cases, priced in all of them. */
  best(
    members: readonly UseCase[],
    none: PortfolioFigures,
    risk?: { readonly level: number; readonly bestCosts: readonly number[] },
  ): Promise<PortfolioFigures>;
}

function createSearch(input: CommitPlanInput): Search {
  const { pools, prices, held, startEpochSeconds, hours, limits, offers } = input;
  const unitPrices = prices.map((price) => price?.unitPrice ?? 0);
  const heldReady = heldCommitments(held, pools, prices, startEpochSeconds);
  const candidates = candidatesOf(input, heldReady);
  const changes = [...candidates, ...heldReady].flatMap(({ fromHour, untilHour }) => [fromHour, untilHour]);
  const periods = periodsOf(hours, changes);
  const unit = moneyUnit(unitPrices);
  const inUnits = <T extends Pick<HeldCommitment, 'prices'>>(each: T) => ({
    ...each,
    prices: each.prices.map((price) => (price === undefined ? undefined : price / unit)),
  });
  const programme = { variables: 0, rows: 0 };
  const figures = createPortfolioFigures(input);
  return {
    programme,
    figures,
    best: async (members, none, risk) => {
      if (candidates.length === 0) return none;
      const all = members.reduce((sum, { probability }) => sum + probability, 0);
      const most = Math.max(LEAST_BINS_OF_PERIOD, Math.floor(MOST_BINS / (members.length * periods.length)));
      const program = commitProgram({
        bins: useBins(members, periods, unitPrices, most),
        periods,
        unitPrices: unitPrices.map((price) => price / unit),
        probabilities: members.map(({ probability }) => probability / all),
        // Where money is promised, one of a candidate is a unit of money.
        candidates: candidates.map((each) => ({
          ...inUnits(each),
          hourlyOfOne: each.isOfUnits ? each.hourlyOfOne / unit : each.hourlyOfOne,
        })),
        held: heldReady.map((each) => ({ ...inUnits(each), hourly: each.hourly / unit })),
        limits: {
          upfront: limits.upfront === undefined ? undefined : limits.upfront / unit,
          lockedIn: limits.lockedIn === undefined ? undefined : limits.lockedIn / unit,
        },
        chargedUntil: input.isLostAfterHorizon ? Number.POSITIVE_INFINITY : hours,
        // The programme does not know what held commitments cost: they are the same in every portfolio.
        ...(risk && {
          risk: {
            level: risk.level,
            bestCosts: bestOfProgram(risk.bestCosts, heldReady, hours).map((cost) => cost / unit),
          },
        }),
      });
      programme.variables = Math.max(programme.variables, program.variables.length);
      programme.rows = Math.max(programme.rows, program.rows.length);
      const values = await input.solve(program);
      if (values === undefined) return none;
      const purchases = candidates.flatMap((candidate, index) => {
        const value = candidate.isOfUnits ? values[index] : values[index] * unit;
        const amount = roundedAmount(value, candidate, limits);
        const start = startEpochSeconds + candidate.fromHour * 3600;
        return amount > 0 ? [purchaseOf(offers[candidate.offer], amount, start, held)] : [];
      });
      return figures(purchases);
    },
  };
}

/**
 * What a programme counts money in: a solver reads and weighs coefficients of ordinary size only. Dollars are that; of a currency
 * with large prices it is so much that the largest has four digits before its point.
 */
function moneyUnit(unitPrices: readonly number[]): number {
  const most = Math.max(0, ...unitPrices);
  return most <= ORDINARY_PRICE ? 1 : 10 ** (Math.floor(Math.log10(most)) - 3);
}

function candidatesOf(input: CommitPlanInput, held: readonly HeldCommitment[]): readonly Candidate[] {
  const { offers, pools, prices, startEpochSeconds } = input;
  return offers.flatMap((offer, index) => {
    const candidateAt = (fromHour: number): Candidate => {
      const one = purchaseOf(offer, 1, startEpochSeconds + fromHour * 3600);
      const [ready]: readonly HeldCommitment[] = heldCommitments([one], pools, prices, startEpochSeconds);
      return {
        offer: index,
        fromHour: ready.fromHour,
        untilHour: ready.untilHour,
        hourlyOfOne: ready.hourly,
        prices: ready.prices,
        isOfUnits: isOfUnits(offer),
        upfrontShare: ready.upfrontShare,
      };
    };
    const first = candidateAt(0);
    // An offer for pools without a price covers nothing that is known.
    if (first.prices.every((price) => price === undefined)) return [];
    return startsOf(input, held, first)
      .map(candidateAt)
      .filter((each) => mayPay(each, offer.discount, input));
  });
}

/**
 * Whether an offer begun then can save anything: where hours after the horizon are lost, it must hold for more of its term within
 * the horizon than break-even asks for, however well it is used.
 */
function mayPay(
  { fromHour, untilHour }: Candidate,
  discount: number,
  { hours, isLostAfterHorizon }: CommitPlanInput,
): boolean {
  return !isLostAfterHorizon || (hours - fromHour) / (untilHour - fromHour) > 1 - discount;
}

/**
 * The hours at which an offer may begin, in order: the edges of months; the end of whatever is held that covers a pool of its; and,
 * from each of these, the end of its own terms. A term of 8,760 hours that spans a leap day ends a day before the edge of
 * a month: a renewal from the next edge on would leave a gap, from the last one an overlap.
 */
function startsOf(
  { monthStarts, startMonths, hours }: CommitPlanInput,
  held: readonly HeldCommitment[],
  { prices, fromHour, untilHour }: Candidate,
): readonly number[] {
  const limit = monthStarts[startMonths] ?? hours;
  const ends = held
    .filter((each) => each.prices.some((price, pool) => price !== undefined && prices[pool] !== undefined))
    .map((each) => each.untilHour);
  const term = untilHour - fromHour;
  const starts = new Set<number>();
  for (const first of [...monthStarts, ...ends]) {
    for (let at = first; at < limit; at += term) if (at >= 0) starts.add(at);
  }
  return [...starts].sort((a, b) => a - b);
}

/** Whole units, and money down to the step in which it is sold; no limit is exceeded by rounding. */
function roundedAmount(
  value: number,
  { isOfUnits: isWhole }: Candidate,
  { upfront, lockedIn }: CommitLimits,
): number {
  const isLimited = upfront !== undefined || lockedIn !== undefined;
  if (isWhole) return isLimited ? Math.floor(value + 1e-4) : Math.round(value);
  return Math.round(Math.floor(value / HOURLY_STEP + 1e-4) * HOURLY_STEP * 1e6) / 1e6;
}

function bestOfProgram(
  bestCosts: readonly number[],
  held: readonly HeldCommitment[],
  hours: number,
): readonly number[] {
  const heldCost = held.reduce(
    (sum, { hourly, fromHour, untilHour }) =>
      sum + hourly * Math.max(0, Math.min(hours, untilHour) - Math.max(0, fromHour)),
    0,
  );
  return bestCosts.map((cost) => cost - heldCost);
}

/** Mean of the worst `1 − level` of regrets, by probability. */
function conditionalRegret(
  portfolio: PortfolioFigures,
  bestCosts: readonly number[],
  names: readonly string[],
  cases: readonly UseCase[],
  level: number,
): number {
  const regrets = names
    .map((name, index) => ({
      regret: portfolio.cases[index].chargedCost - bestCosts[cases.findIndex((each) => each.name === name)],
      probability: portfolio.cases[index].probability,
    }))
    .sort((a, b) => b.regret - a.regret);
  let left = 1 - level;
  let sum = 0;
  for (const { regret, probability } of regrets) {
    const taken = Math.min(left, probability);
    sum += taken * regret;
    left -= taken;
  }
  return sum / (1 - level);
}

/** The first of the least. */
function leastBy<T>(items: readonly T[], of: (item: T) => number): T {
  // Cents of rounding must not decide.
  return items.reduce((best, item) => (of(item) < of(best) - 0.005 ? item : best));
}
