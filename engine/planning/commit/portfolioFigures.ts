import type { CommitmentDocument } from '../../scenario/prices/commitmentSchema.ts';
import {
  type CommittedPool,
  type HeldCommitment,
  heldCommitments,
} from '../../pricing/commitments/heldCommitment.ts';
import { amountMicros, fromMicros, type Micros, minusMicros } from '../../pricing/money.ts';
import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { paybackMonths } from './payback.ts';
import {
  committedAfter,
  createPortfolioPricer,
  type PortfolioPricer,
  type PricedCase,
} from './pricePortfolio.ts';
import type { UseCase } from './useCase.ts';

/** What portfolios are priced against. */
export interface PortfolioSetting {
  readonly pools: readonly CommittedPool[];
  readonly prices: readonly (PoolPrice | undefined)[];
  readonly cases: readonly UseCase[];
  /** Already promised, whatever is bought. */
  readonly held: readonly CommitmentDocument[];
  readonly startEpochSeconds: number;
  readonly hours: number;
  /** First hour of each month. */
  readonly monthStarts: readonly number[];
  /** Whether committed hours after the horizon count as lost; else as of use then, and not as a cost. */
  readonly isLostAfterHorizon: boolean;
}

/** A portfolio in one case, or expected over all. Money of the document, as float64s; shares 0 to 1, null without data. */
export interface CaseFigures {
  readonly name: string;
  readonly probability: number;
  /** Within the horizon, amortised. */
  readonly cost: number;
  /** What portfolios are chosen by: cost + what is bought for hours after the horizon, where that counts as lost. */
  readonly chargedCost: number;
  readonly onDemandCost: number;
  readonly coverage: number | null;
  readonly utilisation: number | null;
  /** 1 − cost ÷ on-demand cost. */
  readonly effectiveSavingsRate: number | null;
  readonly unused: number;
}

/** A purchase in plain figures. */
export interface PurchaseFigures {
  readonly commitment: CommitmentDocument;
  /** Money an hour, and of all its hours; of that due at once. */
  readonly hourly: number;
  readonly total: number;
  readonly upfront: number;
  /** Below this utilisation it costs more than it saves: 1 − discount. */
  readonly breakEvenUtilisation: number;
  /** Expected, within the horizon. */
  readonly utilisation: number | null;
  /** Expected to be paid for and used by nobody: within the horizon, and after its end where use then is not known. */
  readonly unused: number;
  readonly afterHorizon: number;
}

/** A month of the horizon under a portfolio: what holds at its start, and what is still locked in then. */
export interface PortfolioMonth {
  /** `2026-01`. */
  readonly month: string;
  /** Money an hour of all commitments that hold at its start. */
  readonly activeHourly: number;
  /** What they cover of use, at on-demand prices, money an hour. */
  readonly coveredOnDemandHourly: number;
  /** Still to be paid or used up at its start, held commitments too: the most that can be stranded then. */
  readonly lockedIn: number;
}

export interface PortfolioFigures {
  readonly purchases: readonly PurchaseFigures[];
  readonly expected: CaseFigures;
  /** By name of the case, in order. */
  readonly cases: readonly CaseFigures[];
  readonly months: readonly PortfolioMonth[];
  /** Months until payments (at the start, then as they fall due) have come back in savings; null if they do not within the horizon. */
  readonly paybackMonths: number | null;
}

/** Prices portfolios in every case, and adds them up. */
export type TellPortfolio = (purchases: readonly CommitmentDocument[]) => PortfolioFigures;

/** Exact to the hour, or, with `mostBins` given, quick (see `createPortfolioPricer`). */
export function createPortfolioFigures(setting: PortfolioSetting, mostBins?: number): TellPortfolio {
  const price = createPortfolioPricer(setting, mostBins);
  const { held, pools, prices, startEpochSeconds } = setting;
  const without = price(heldCommitments(held, pools, prices, startEpochSeconds));
  return (purchases) => portfolioFigures(setting, purchases, price, without);
}

/** About so many hours of all cases are settled for one portfolio where many are priced: less than a tenth of a second. */
const MOST_SETTLED = 8000;
const LEAST_BINS_OF_MONTH = 4;

/**
 * For pricing dozens of portfolios, as a curve has them. Exact where units are there for whole hours, of which few differ; where
 * they come and go within them, hours of about the same use are put together, which is off by less than a thousandth.
 */
export function createCurveFigures(setting: PortfolioSetting): TellPortfolio {
  const { cases, monthStarts } = setting;
  const isWhole = cases.every(({ units }) => units.every((column) => column.every(Number.isInteger)));
  const most = Math.floor(MOST_SETTLED / (cases.length * monthStarts.length));
  return createPortfolioFigures(setting, isWhole ? undefined : Math.max(LEAST_BINS_OF_MONTH, most));
}

/** `without` is priced without the purchases. */
function portfolioFigures(
  setting: PortfolioSetting,
  purchases: readonly CommitmentDocument[],
  price: PortfolioPricer,
  without: readonly PricedCase[],
): PortfolioFigures {
  const { pools, prices, cases, held, startEpochSeconds, hours } = setting;
  const all = heldCommitments([...held, ...purchases], pools, prices, startEpochSeconds);
  const isNew = new Set(purchases.map(({ id }) => id));
  const bought = all.filter(({ id }) => isNew.has(id));
  const after = committedAfter(bought, hours);
  const priced = price(all);
  const charged = setting.isLostAfterHorizon ? after : 0;
  const names = [...new Set(cases.map(({ name }) => name))];
  const figures = (name: string, members: readonly number[]): CaseFigures =>
    caseFigures(name, members, cases, priced, charged);
  const everyCase = cases.map((_, index) => index);
  return {
    purchases: purchases.map((purchase) => purchaseFigures(purchase, all, priced, cases, hours)),
    expected: figures('expected', everyCase),
    cases: names.map((name) =>
      figures(
        name,
        everyCase.filter((index) => cases[index].name === name),
      ),
    ),
    months: setting.monthStarts.map((hour) => monthOf(all, hour, startEpochSeconds)),
    paybackMonths: paybackMonths(
      bought,
      setting.monthStarts.map((_, month) => savedInMonth(setting, without, priced, month)),
      setting.monthStarts,
      hours,
    ),
  };
}

function caseFigures(
  name: string,
  members: readonly number[],
  cases: readonly UseCase[],
  priced: readonly PricedCase[],
  charged: number,
): CaseFigures {
  const probability = members.reduce((sum, index) => sum + cases[index].probability, 0);
  const mean = (of: (each: PricedCase) => Micros): number =>
    fromMicros(
      members.reduce(
        (sum, index) => sum + (cases[index].probability / probability) * Number(of(priced[index])),
        0,
      ),
    );
  const cost = mean(({ totalMicros }) => totalMicros);
  const onDemandCost = mean(({ onDemandMicros }) => onDemandMicros);
  const used = mean(({ committedUsedMicros }) => committedUsedMicros);
  const unused = mean(({ committedUnusedMicros }) => committedUnusedMicros);
  const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  return {
    name,
    probability,
    cost,
    chargedCost: cost + charged,
    onDemandCost,
    coverage: share(
      mean(({ coveredOnDemandMicros }) => coveredOnDemandMicros),
      onDemandCost,
    ),
    utilisation: share(used, used + unused),
    effectiveSavingsRate: onDemandCost > 0 ? 1 - cost / onDemandCost : null,
    unused,
  };
}

function purchaseFigures(
  commitment: CommitmentDocument,
  all: readonly HeldCommitment[],
  priced: readonly PricedCase[],
  cases: readonly UseCase[],
  horizon: number,
): PurchaseFigures {
  const index = all.findIndex(({ id }) => id === commitment.id);
  const { hourly, fromHour, untilHour, upfrontShare } = all[index];
  const mean = (of: (each: PricedCase) => readonly Micros[]): number =>
    fromMicros(priced.reduce((sum, each, c) => sum + cases[c].probability * Number(of(each)[index]), 0));
  const used = mean(({ usedByCommitment }) => usedByCommitment);
  const unused = mean(({ unusedByCommitment }) => unusedByCommitment);
  const total = fromMicros(amountMicros(hourly, untilHour - fromHour));
  return {
    commitment,
    hourly,
    total,
    upfront: total * upfrontShare,
    breakEvenUtilisation: 1 - commitment.discount,
    utilisation: used + unused > 0 ? used / (used + unused) : null,
    unused,
    afterHorizon: committedAfter([all[index]], horizon),
  };
}

function monthOf(all: readonly HeldCommitment[], hour: number, startEpochSeconds: number): PortfolioMonth {
  const active = all.filter(({ fromHour, untilHour }) => fromHour <= hour && untilHour > hour);
  return {
    month: new Date((startEpochSeconds + hour * 3600) * 1000).toISOString().slice(0, 7),
    activeHourly: active.reduce((sum, { hourly }) => sum + hourly, 0),
    coveredOnDemandHourly: active.reduce((sum, { hourly, discount }) => sum + hourly / (1 - discount), 0),
    lockedIn: active.reduce((sum, { hourly, untilHour }) => sum + hourly * (untilHour - hour), 0),
  };
}

/** Expected on-demand charges that purchases take away in a month, in money. */
function savedInMonth(
  { cases }: PortfolioSetting,
  without: readonly PricedCase[],
  priced: readonly PricedCase[],
  month: number,
): number {
  return fromMicros(
    cases.reduce(
      (sum, { probability }, c) =>
        sum + probability * Number(minusMicros(without[c].restByMonth[month], priced[c].restByMonth[month])),
      0,
    ),
  );
}
