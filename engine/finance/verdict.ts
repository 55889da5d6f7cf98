import type { Figures } from './figures.ts';
import { type GivenUp, givenUpClause, neededSentence } from './pressure/givenUp.ts';
import { workloadLatencyName } from './generation.ts';
import { jobClause } from './fleets/jobClause.ts';
import { type Amount, duration, grouped, money, percent } from './plainText.ts';
import { type SloFigures, toldLimits } from './serviceLevel.ts';

/** Hours of an average month, as cloud bills count it: 8,760 / 12. */
export const HOURS_PER_MONTH = 730;

/**
 * The answer in one sentence: what it costs a month (`monthly`; undefined where that is unknown), whether
 * the service levels are met and by whom not, whether jobs are done in time, how much of the cost is capacity in use, and what spot saves and took. `when` is of the pools that are
 * overloaded, as `overloadedWhen` gives it.
 */
export function verdictSentence(
  figures: Figures,
  monthly: Amount | undefined,
  overloadedPools: readonly string[],
  when: string,
): string {
  const parts = [
    costPart(figures, monthly),
    servicePart(figures),
    ...(figures.jobs ?? []).map((job) => jobClause(job, figures.cost.currency)),
    usePart(figures),
    spotPart(figures, monthly),
  ].filter((part) => part !== '');
  const text = `${parts.join('; ')}.`;
  if (overloadedPools.length === 0) return text;
  const pools = figures.pools.length > 1 ? ` (pool ${overloadedPools.join(', ')})` : '';
  return `Overloaded${pools}${when}; ${text}`;
}

/** What an overload means: of the whole horizon, or of so many of its `hours`, with quieter ones between in which the queue is worked off. */
export function overloadedWhen(hours: number, overloaded: number | undefined): string {
  if (overloaded === undefined) return ': figures depend on the horizon';
  return ` in ${grouped(overloaded)} of ${grouped(hours)} hours: requests then come faster than they are served`;
}

/** The same of a simulation that was given up: why, what would keep up, and what the fleet costs all the same. */
export function givenUpSentence(figures: Figures, monthly: Amount | undefined, givenUp: GivenUp): string {
  const pool = figures.pools.length > 1 ? ` (pool ${givenUp.pool})` : '';
  return [
    `Overloaded${pool}: ${givenUpClause(givenUp)}.`,
    neededSentence(givenUp),
    `The fleet as it is: ${costPart(figures, monthly)}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The horizon's cost at 730 h a month; undefined where it is unknown. */
export function costPerMonth({ cost }: Pick<Figures, 'cost'>, hours: number): number | undefined {
  return cost.total === null ? undefined : (cost.total / hours) * HOURS_PER_MONTH;
}

function costPart(figures: Figures, monthly: Amount | undefined): string {
  if (monthly === undefined) {
    const unpriced = figures.pools.filter(({ id }) => figures.cost.byPool[id] === null).map(({ id }) => id);
    return `cost unknown, no price is given for ${unpriced.join(', ')}`;
  }
  return `${money(monthly, figures.cost.currency)} a month`;
}

/** Of what is asked for by workloads; jobs speak for themselves. */
function servicePart({ slo, workloads, jobs = [], ...figures }: Figures): string {
  const asking =
    jobs.length === 0 ? undefined : workloads.filter(({ id }) => jobs.every((job) => job.id !== id));
  if (asking?.length === 0) return '';
  const requests = asking === undefined ? figures.requests : totalOf(asking);
  if (requests.arrived === 0) return 'no request arrived';
  const notServed = notServedPart(requests);
  const missed = slo.filter(({ met }) => met === false);
  const known = slo.filter(({ attained }) => attained !== null);
  if (slo.length === 0) return `no service level is set${notServed}`;
  if (missed.length > 0) return missed.map((each) => missedPart(each, workloads)).join(', ') + notServed;
  if (known.length === 0) return `no request was judged against a service level${notServed}`;
  const closest = [...known].sort((a, b) => margin(a) - margin(b))[0];
  const figure = `${percent(closest.attained ?? 0)} of requests within it, ${percent(closest.percentile)} asked`;
  return (
    (known.length === 1
      ? `${closest.workload} meets its service level (${figure})`
      : `${known.length === 2 ? 'both' : `all ${known.length}`} service levels are met (closest: ${closest.workload}, ${figure})`) +
    notServed
  );
}

type Asked = Pick<Figures['requests'], 'arrived' | 'rejected' | 'unfinished'>;

function totalOf(workloads: Figures['workloads']): Asked {
  const sum = (key: keyof Asked): number =>
    workloads.reduce((total, { requests }) => total + requests[key], 0);
  return { arrived: sum('arrived'), rejected: sum('rejected'), unfinished: sum('unfinished') };
}

function notServedPart({ arrived, rejected, unfinished }: Asked): string {
  const told = (requests: number, what: string): string => {
    const share = percent(requests / arrived);
    // One request of very many is not none.
    return requests > 0 ? `, and ${share === '0%' ? 'under 0.001%' : share} of requests are ${what}` : '';
  };
  return told(rejected, 'rejected') + told(unfinished, 'not done at the end');
}

function missedPart(
  { workload, attained, percentile, limits }: SloFigures,
  workloads: Figures['workloads'],
): string {
  const rejected = workloads.find(({ id }) => id === workload)?.requests.rejected ?? 0;
  const worst = [...toldLimits({ limits, attained }, rejected)]
    .sort((a, b) => (a.within ?? 1) - (b.within ?? 1))
    .at(0);
  const by =
    worst === undefined || worst.within === null
      ? ''
      : `, worst on ${workloadLatencyName({ workloads }, workload, worst.latency).long}: ${percent(worst.within)} within ${duration(worst.seconds)}`;
  return `${workload} misses its service level (${percent(attained ?? 0)} of requests within it, ${percent(percentile)} asked${by})`;
}

function margin({ attained, percentile }: SloFigures): number {
  return (attained ?? 0) - percentile;
}

function usePart({ cost, usedCost, pools }: Figures): string {
  if (cost.total === null || usedCost === null || cost.total === 0) return '';
  const { unusedCommitment, total } = cost;
  const gpuHours = pools.reduce((sum, pool) => sum + pool.gpuHours, 0);
  const busyHours = pools.reduce((sum, { busyShare, gpuHours: own }) => sum + (busyShare ?? 0) * own, 0);
  const unused = unusedCommitment > 0 ? `, ${percent(unusedCommitment / total)} unused commitment` : '';
  const busy = gpuHours > 0 ? `, and replicas are busy ${percent(busyHours / gpuHours)} of the time` : '';
  return `${percent(usedCost / total)} of the cost is capacity in use${unused}${busy}`;
}

function spotPart({ spot, cost }: Figures, monthly: Amount | undefined): string {
  if (spot === undefined) return '';
  const { interruptions, lossRetries, saved, allOnDemand, savedShare } = spot;
  const times = (count: number, one: string, many: string): string =>
    `${grouped(count, Number.isInteger(count) ? 0 : 1)} ${count === 1 ? one : many}`;
  const took = `${times(interruptions, 'interruption', 'interruptions')}, ${times(lossRetries, 'request', 'requests')} started anew`;
  const { total } = cost;
  if (
    saved === null ||
    allOnDemand === null ||
    savedShare === null ||
    total === null ||
    monthly === undefined
  )
    return `spot: ${took}`;
  const aMonth = (amount: number): string =>
    money(total === 0 ? 0 : (Math.abs(amount) / total) * Number(monthly), cost.currency);
  return saved < 0
    ? `spot costs ${aMonth(saved)} a month more than on demand: ${took}`
    : `spot saves ${aMonth(saved)} a month of ${aMonth(allOnDemand)} on demand (${percent(savedShare)}): ${took}`;
}
