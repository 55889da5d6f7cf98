import { type CommitmentSummary, commitmentSummary } from './finance/commitmentFigures.ts';
import { type Bottleneck, findBottleneck } from './finance/pressure/bottleneck.ts';
import { createAmounts, type ExactAmounts, type TellAmount } from './finance/exactAmounts.ts';
import { type Figures, figures } from './finance/figures.ts';
import { amountsGivenUp, figuresGivenUp, type GivenUp } from './finance/pressure/givenUp.ts';
import { isShare, isSigned, isSketched, type Metrics, metricsOf } from './finance/metrics.ts';
import { findOverload } from './finance/pressure/overload.ts';
import { accountsOf } from './finance/serviceLevel.ts';
import { nPlusOne, type NPlusOne } from './finance/fleets/nPlusOne.ts';
import { type PerformanceFigures, performanceFigures, type PoolPerformance } from './finance/performance.ts';
import {
  costPerMonth,
  givenUpSentence,
  HOURS_PER_MONTH,
  overloadedWhen,
  verdictSentence,
} from './finance/verdict.ts';
import type { HeldCommitment } from './pricing/commitments/heldCommitment.ts';
import { type Ledger, ledgerTotal } from './pricing/ledger.ts';
import { fromMicros, timesMicros } from './pricing/money.ts';
import type { PoolPrice } from './pricing/poolPrice.ts';
import { hourlySpread } from './pricing/spotPrice.ts';
import { DEFAULT_OUTPUT_TOKEN_WEIGHT, priceUsage } from './pricing/priceUsage.ts';
import { DRAWS_LOTS, type SimulationSpec } from './scenario/spec.ts';
import type { PoolMemory } from './scenario/memoryParts.ts';
import type { Problem } from './scenario/reading/problem.ts';
import { livingDrawsLots } from './scenario/living/drawsLots.ts';
import type { StartUpSource } from './scenario/living/startUpSource.ts';
import { type TraceNote, traceNotes } from './scenario/arrivals/traceNotes.ts';
import { halfWidth, type Interval } from './statistics/interval.ts';
import { SKETCH_RELATIVE_ERROR } from './statistics/latencySketch.ts';
import { meanOfReplications } from './usage/meanOfReplications.ts';
import { accountTotals } from './usage/usageTotals.ts';
import type { LegUsage, ReplicationUsage, Usage } from './usage/usage.ts';

export interface ForecastInput {
  readonly name: string;
  readonly currency: string;
  readonly spec: SimulationSpec;
  readonly usage: Usage;
  /** In the order of the spec's pools; a pool without a price makes the cost unknown (null). */
  readonly prices: readonly (PoolPrice | undefined)[];
  /** In the order in which they apply. */
  readonly commitments?: readonly HeldCommitment[];
  /** Of the pools whose step times come from a calibration. */
  readonly performance?: readonly PoolPerformance[];
  /** Of the pools whose start-up is of the catalogue. */
  readonly startUps?: readonly StartUpSource[];
  /** Of the pools whose KV cache is planned. */
  readonly memory?: readonly PoolMemory[];
  /** What speaks against the deployment. */
  readonly warnings?: readonly Warning[];
  /** `chargeback.outputTokenWeight`; 4 where left out. */
  readonly outputTokenWeight?: number;
}

/** The forecast as it is written out: the JSON of SCENARIO.md, which may grow but not change names. */
export interface Forecast extends Figures {
  readonly name: string;
  readonly horizon: { readonly start: string; readonly hours: number };
  readonly verdict: string;
  readonly bottleneck: Bottleneck;
  readonly overloaded: boolean;
  /** In how many hours, where the queue was worked off in between; absent where it was not. */
  readonly overloadedHours?: number;
  /** Service levels in the hours in which something was gone; absent where nothing may be. */
  readonly nPlusOne?: readonly NPlusOne[];
  /** Where the simulation was given up because a pool's queue grew without end; absent where it was not. */
  readonly givenUp?: GivenUp;
  /** Counts and costs are means over so many replications; latency quantiles are of all their requests. */
  readonly replications: number;
  readonly simulatedRequests: number;
  /** Whether the run drew no random number, so that it would come out the same under any seed. */
  readonly deterministic: boolean;
  /** How far step times can be believed, and what that means for latency and cost. */
  readonly performance: readonly PerformanceFigures[];
  /** The cost at 730 hours a month. */
  readonly costPerMonth: number | null;
  /** Absent where every booked amount above is exact as the number that it is. */
  readonly exactAmounts?: ExactAmounts;
  /**
   * By path of the figure: point ± half the width of the Student-t interval over replications, and for
   * latency quantiles the histogram's error on top; null with one replication.
   */
  readonly intervals: { readonly level: number } & Readonly<Record<string, Interval | number | null>>;
  /** Bound on the relative error of latency quantiles. */
  readonly latencySketchRelativeError: number;
  readonly prices: readonly PoolPrice[];
  /** Where start-ups are from that are of the catalogue; absent where none is. */
  readonly startUps?: readonly StartUpSource[];
  /** What fills each GPU of a pool; absent where no KV cache is planned. */
  readonly memory?: readonly PoolMemory[];
  /** What speaks against the deployment, though it is not wrong; absent where nothing does. */
  readonly warnings?: readonly Warning[];
  /** Absent without commitments. */
  readonly commitments?: CommitmentSummary;
  /** What the total leaves out. */
  readonly excluded: readonly string[];
  /** What traces have that is not simulated; absent where all of it is. */
  readonly traces?: readonly TraceNote[];
}

/** As a problem tells it, without the place in a file. */
type Warning = Pick<Problem, 'path' | 'message' | 'suggestion'>;

/** A forecast and what it was made of, for reports that show hours. */
export interface ForecastDetails {
  readonly forecast: Forecast;
  /** The mean over replications, and its ledger. */
  readonly usage: ReplicationUsage;
  readonly ledger: Ledger;
}

/** Level of every interval. */
export const INTERVAL_LEVEL = 0.95;

const EXCLUDED = [
  'staff',
  'network egress',
  'storage',
  'load balancing and monitoring',
  'support plans and licences',
  'taxes',
];

/**
 * From usage and prices to the answer. Pure and quick (no simulation): prices, tenants' weights
 * and currency may change and be asked again.
 *
 * With several replications the hourly rows are averaged and priced once, so that
 * total = idle + tenants holds to the micro-unit; counts are means and need not be whole.
 */
export function forecast(input: ForecastInput): Forecast {
  return forecastDetails(input).forecast;
}

/** Of a spot price that changes, which may have a row for every minute of years, no more than how far it goes. */
function toldPrice(price: PoolPrice, hours: number): PoolPrice {
  if (price.spot?.steps === undefined) return price;
  const { steps: _steps, ...spot } = price.spot;
  return { ...price, spot: { ...spot, byHour: hourlySpread(price.spot, hours) } };
}

/** Requests of a workload over the horizon; unknown where only part of it was simulated. */
function arrivedIn({ spec, usage }: ForecastInput, workload: number): number | undefined {
  const [first] = usage.replications;
  if (spec.fidelity.mode !== 'every' || usage.stoppedWindow !== undefined || first.stop !== undefined)
    return undefined;
  return accountTotals(first, accountsOf(spec, workload)).arrived;
}

/** Which discounts the total knows nothing of. */
function excludedDiscounts(isCommitted: boolean, prices: ForecastInput['prices']): string {
  const isSpot = prices.some((price) => price?.spot !== undefined);
  const isReserved = prices.some((price) => price?.reserved !== undefined);
  const isNegotiated = prices.some((price) => price?.negotiated !== undefined);
  const unknown = [
    ...(isCommitted ? [] : ['commitments']),
    ...(isSpot ? [] : ['spot']),
    ...(isNegotiated ? [] : ['negotiated']),
  ].join(', ');
  return `${isCommitted || isNegotiated || isSpot || isReserved ? 'other ' : ''}discounts${unknown === '' ? '' : ` (${unknown})`}`;
}

/** As `forecast`, with the mean usage and the ledger it adds up. */
export function forecastDetails(input: ForecastInput): ForecastDetails {
  const { name, spec, prices, commitments: held = [] } = input;
  const usage = meanOfReplications(input.usage);
  const ledger = ledgerOf(input, usage);
  const amounts = createAmounts();
  const counted = figures(spec, usage, ledger, input.currency, amounts.tell);
  const total = ledgerTotal(ledger);
  if (total !== undefined) amounts.tell('costPerMonth', timesMicros(total, HOURS_PER_MONTH, spec.hours));
  const commitments =
    held.length === 0
      ? undefined
      : commitmentSummary(ledger, held, prices, spec.startEpochSeconds, amounts.tell);
  const overloads = spec.pools.map((_, pool) => findOverload(spec, usage, counted.slo, pool));
  const givenUp = overloads.find((overload) => overload?.givenUp !== undefined)?.givenUp;
  const found = givenUp === undefined ? counted : figuresGivenUp(counted);
  const exactAmounts = givenUp === undefined ? amounts.exact() : amountsGivenUp(amounts.exact());
  const exactMonthly = exactAmounts?.['costPerMonth'];
  const monthly = costPerMonth(found, spec.hours);
  const whenGone = givenUp === undefined ? nPlusOne(spec, input.usage.replications) : [];
  const notes = traceNotes(spec, (workload) => arrivedIn(input, workload));
  // Where every overloaded pool is so in single hours only.
  const inHours = overloads.flatMap((overload) => overload ?? []).map((overload) => overload.inHours);
  const hoursOverloaded =
    inHours.length === 0 || inHours.includes(undefined)
      ? undefined
      : Math.max(...inHours.map((each) => each?.hours ?? 0));
  const overloadedPools = spec.pools.filter((_, pool) => overloads[pool] !== undefined).map(({ id }) => id);
  const {
    requests,
    tokens,
    latencySeconds,
    slo,
    goodputPerSecond,
    workloads,
    pools,
    usedShare,
    loadShare,
    usedCost,
    idleByReason,
    cost,
    unitCost,
    months,
    spot,
    jobs,
  } = found;
  return {
    forecast: {
      name,
      horizon: { start: startOf(spec), hours: spec.hours },
      verdict:
        givenUp === undefined
          ? verdictSentence(
              found,
              exactMonthly ?? monthly,
              overloadedPools,
              overloadedWhen(spec.hours, hoursOverloaded),
            )
          : givenUpSentence(found, exactMonthly ?? monthly, givenUp),
      bottleneck: findBottleneck(spec, usage, counted, overloads),
      overloaded: overloadedPools.length > 0,
      ...(hoursOverloaded === undefined ? {} : { overloadedHours: hoursOverloaded }),
      ...(givenUp === undefined ? {} : { givenUp }),
      requests,
      tokens,
      latencySeconds,
      slo,
      ...(whenGone.length === 0 ? {} : { nPlusOne: whenGone }),
      pools,
      usedShare,
      loadShare,
      usedCost,
      idleByReason,
      cost,
      unitCost,
      months,
      ...(spot && { spot }),
      ...(jobs && { jobs }),
      // One replication has no intervals, so its metrics by itself need not be worked out.
      intervals: intervalsOf(
        metricsOf(found, givenUp !== undefined),
        input.usage.replications.length > 1 ? replicationMetrics(input) : [],
      ),
      performance: performanceFigures(input.performance ?? [], found),
      costPerMonth: monthly ?? null,
      ...(exactAmounts === undefined ? {} : { exactAmounts }),
      goodputPerSecond,
      workloads,
      replications: input.usage.replications.length,
      simulatedRequests: input.usage.simulatedRequests,
      deterministic: isDeterministic(spec),
      latencySketchRelativeError: SKETCH_RELATIVE_ERROR,
      prices: prices.flatMap((price, pool) =>
        price === undefined ? [] : toldPrice(asBooked(price, ledger, pool), spec.hours),
      ),
      ...((input.startUps ?? []).length === 0 ? {} : { startUps: input.startUps }),
      ...((input.memory ?? []).length === 0 ? {} : { memory: input.memory }),
      ...((input.warnings ?? []).length === 0 ? {} : { warnings: input.warnings }),
      ...(commitments === undefined ? {} : { commitments }),
      excluded: [...EXCLUDED, excludedDiscounts(held.length > 0, prices)],
      ...(notes.length === 0 ? {} : { traces: notes }),
    },
    usage,
    ledger,
  };
}

/** The metrics of each replication by itself, in order: what intervals and paired comparisons are made of. */
export function replicationMetrics(input: ForecastInput): readonly Metrics[] {
  const tell: TellAmount = (_path, micros) => fromMicros(micros);
  return input.usage.replications.map((usage) => {
    const found = figures(input.spec, usage, ledgerOf(input, usage), input.currency, tell);
    return usage.stop === undefined ? metricsOf(found) : metricsOf(figuresGivenUp(found), true);
  });
}

/** With the power that it drew, where a price depends on that. */
function asBooked(price: PoolPrice, { series }: Ledger, pool: number): PoolPrice {
  const booked = price.energy && series.find((each) => each.pool === pool);
  return booked === undefined ? price : { ...price, unitPrice: booked.unitPrice };
}

function ledgerOf(
  { spec, prices, commitments, outputTokenWeight }: ForecastInput,
  usage: ReplicationUsage,
): Ledger {
  const isUnattributed = usage.stop !== undefined;
  const ledger = priceUsage({
    spec,
    usage: isUnattributed ? { ...usage, legs: usage.legs.map(withoutWork) } : usage,
    prices,
    ...(commitments === undefined ? {} : { commitments }),
    outputTokenWeight: outputTokenWeight ?? DEFAULT_OUTPUT_TOKEN_WEIGHT,
  });
  return isUnattributed ? { ...ledger, isUnattributed } : ledger;
}

/** A leg to which nothing can be booked: a few minutes do not tell who would have used the rest. */
function withoutWork(leg: LegUsage): LegUsage {
  const nothing = new Float64Array(leg.outputTokens.length);
  return { ...leg, prefillTokens: nothing, outputTokens: nothing };
}

/** Intervals around the point estimates, kept within what the figure can be (none but savings is negative, no share above 1). */
function intervalsOf(point: Metrics, replications: readonly Metrics[]): Forecast['intervals'] {
  const intervals = Object.entries(point).map(([key, value]) => {
    const values = replications.map((metrics) => metrics[key] ?? Number.NaN);
    const half = halfWidth(values, INTERVAL_LEVEL);
    if (value === null || half === undefined) return [key, null] as const;
    // Replications whose quantiles share a bin would pretend to agree exactly.
    const margin = half + (isSketched(key) ? SKETCH_RELATIVE_ERROR * value : 0);
    const high = value + margin;
    const low = isSigned(key) ? value - margin : Math.max(0, value - margin);
    return [key, [low, isShare(key) ? Math.min(1, high) : high]] as const;
  });
  return { level: INTERVAL_LEVEL, ...Object.fromEntries(intervals) };
}

/** The day the horizon starts, or the instant where it is not midnight (UTC). */
function startOf({ startEpochSeconds }: SimulationSpec): string {
  const instant = new Date(startEpochSeconds * 1000).toISOString();
  return startEpochSeconds % 86_400 === 0 ? instant.slice(0, 10) : instant;
}

function isDeterministic({ workloads, pools }: SimulationSpec): boolean {
  const drawsNothing = workloads.every(
    ({ arrivals, promptTokens, outputTokens }) =>
      arrivals.kind === 'trace' ||
      ((arrivals.kind !== 'synthetic' || arrivals.process.type === 'constant') &&
        promptTokens?.law.type === 'fixed' &&
        outputTokens?.law.type === 'fixed'),
  );
  return (
    drawsNothing &&
    pools.every(
      ({ balance, living }) => !DRAWS_LOTS[balance] && (living === undefined || !livingDrawsLots(living)),
    )
  );
}
