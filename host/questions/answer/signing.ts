import { jobClause } from '../../../engine/finance/fleets/jobClause.ts';
import { grouped, money, percent } from '../../../engine/finance/plainText.ts';
import { HOURS_PER_MONTH } from '../../../engine/finance/verdict.ts';
import type { Interval } from '../../../engine/statistics/interval.ts';
import { bookedAmount, type RunDocument } from '../forecast/runDocument.ts';
import { jobInTime } from '../../../engine/planning/promise.ts';
import { jobsSentence, turnedAway } from './jobText.ts';
import { closestLevel } from './levelText.ts';
import { someNames } from '../../../engine/scenario/reading/someNames.ts';
import { shortName } from './shortName.ts';
import { soundness } from './soundness.ts';
import type { WhatIfs } from './whatIfs.ts';

/** The monthly cost of a run as a sentence names it; undefined where a price is missing. */
export function monthlyText(run: RunDocument): string | undefined {
  const amount = bookedAmount(run, 'costPerMonth', run.costPerMonth);
  return amount === null ? undefined : `${money(amount, run.cost.currency)} a month`;
}

/**
 * What it costs (unless that is said already), and how sure that is: by chance, and by the error of step times where
 * `isStepError` asks for it. A fleet that bears that error costs the same, and one that breaks promises has no size yet.
 */
export function costSentences(run: RunDocument, isSaid: boolean, isStepError: boolean): readonly string[] {
  const monthly = monthlyText(run);
  if (monthly === undefined) {
    const unpriced = run.pools.filter(({ id }) => run.cost.byPool[id] === null).map(({ id }) => id);
    return [
      `The cost is unknown: ${unpriced.length} of ${run.pools.length} pools, ${someNames(unpriced)}, ${unpriced.length === 1 ? 'has' : 'have'} no price.`,
    ];
  }
  return [
    `${isSaid ? '' : `As it is, it costs ${monthly}. `}${chanceSentence(run)}${isStepError ? stepsSentence(run) : ''}`,
  ];
}

function chanceSentence(run: RunDocument): string {
  const { hours } = run.horizon;
  const interval = run.intervals['cost.total'];
  const each = perRequest(run);
  if (Array.isArray(interval)) {
    const [low, high] = (interval as Interval).map((amount) => (amount / hours) * HOURS_PER_MONTH);
    if (high - low > 1e-9 * high)
      return `The 95% interval of its cost is ${money(low, run.cost.currency)} to ${money(high, run.cost.currency)}${each}.`;
  }
  if (run.pools.some(({ fleet }) => fleet !== undefined && fleet.autoscaler !== null))
    return `Replicas follow the load, so chance moves the cost; with one replication it is not known by how much${each}.`;
  if (run.jobs !== undefined && run.pools.some(({ fleet }) => isOfJob(fleet)))
    return run.replications === 1
      ? `Replicas come and go with their job, so chance moves the cost; with one replication it is not known by how much${each}.`
      : `Replicas come and go with their job, and cost the same in each of ${grouped(run.replications)} replications${each}.`;
  const comesAndGoes = run.pools.some(
    ({ spot, fleet }) => spot !== undefined || (fleet !== undefined && fleet.failures > 0),
  );
  if (comesAndGoes)
    return `Replicas come and go, so chance moves the cost; with one replication it is not known by how much${each}.`;
  return `The fleet is of a fixed size and paid by the hour, so its cost is the same however many requests come (95% interval: ± 0)${each}.`;
}

/** Whether the number of replicas changes where nobody follows a load. */
function isOfJob(fleet: RunDocument['pools'][number]['fleet']): boolean {
  return fleet !== undefined && fleet.replicas.wanted.least < fleet.replicas.wanted.most;
}

/** What a request costs, with its interval. */
function perRequest({ unitCost, intervals, cost }: RunDocument): string {
  const value = unitCost.perRequest;
  if (value === null) return '';
  const interval = intervals['unitCost.perRequest'];
  const half = Array.isArray(interval) ? (interval as Interval)[1] - value : undefined;
  const among = half === undefined || half < value * 1e-6 ? '' : ` ± ${percent(half / value)}`;
  return `; 1,000 completed requests cost ${money(1000 * value, cost.currency)}${among}`;
}

/** What the error of step times means in money. */
function stepsSentence({ performance, cost, horizon }: RunDocument): string {
  const ranges = performance.flatMap((each) =>
    each.cost === null ? [] : [{ pool: each.pool, cost: each.cost }],
  );
  if (ranges.length === 0) return '';
  const others = Object.entries(cost.byPool).reduce(
    (sum, [pool, amount]) => (ranges.some((range) => range.pool === pool) ? sum : sum + (amount ?? 0)),
    0,
  );
  const end = (at: 0 | 1): string => {
    const sum = ranges.reduce((total, range) => total + range.cost[at], others);
    const monthly = (sum / horizon.hours) * HOURS_PER_MONTH;
    // No more digits than such a range has.
    return money(Number(monthly.toPrecision(3)), cost.currency);
  };
  return ` If step times are off by as much as nine in ten may be, a fleet sized anew for the same load would cost about ${end(0)} (quicker) to ${end(1)} (slower) a month.`;
}

/** Whether service levels are kept, which has the least room, and whether jobs are done in time. */
export function levelSentence(run: RunDocument): string {
  const { slo, requests, jobs = [], workloads } = run;
  if (slo.length === 0 && jobs.length > 0 && jobs.length === workloads.length)
    return `${jobs.map((job) => jobClause(job, run.cost.currency)).join('; ')}.`;
  const away = turnedAway(run);
  const rejected = `${away > 0 ? ` ${percent(away)} of requests are turned away.` : ''}${jobsSentence(run)}`;
  if (slo.length === 0)
    return `No service level is set, so nothing says that ${grouped(requests.completed)} completed requests were answered quickly enough.${rejected}`;
  const missed = slo.filter(({ met }) => met === false);
  const closest = closestLevel(run);
  if (closest === undefined) return `None of ${slo.length} service levels could be judged.${rejected}`;
  const least = `${percent(closest.attained)} of ${shortName(closest.workload, 30)} requests are within it, ${percent(closest.percentile)} asked`;
  if (missed.length > 0)
    return `${missed.length} of ${slo.length} service levels ${missed.length === 1 ? 'is' : 'are'} missed: ${least}.${rejected}`;
  return `${slo.length === 1 ? 'Service level' : 'The service level with the least room'}: ${least}.${rejected}`;
}

/** That promises are kept, to stand in a sentence. */
export function promisesKept({ slo, jobs }: RunDocument): string {
  if (slo.length === 0 && jobs !== undefined) return 'its jobs are done in time';
  if (slo.length === 0) return 'it keeps up with its demand, and no service level is set';
  if (slo.length === 1) return 'it keeps its service level';
  return `it keeps ${slo.length === 2 ? 'both' : `all ${slo.length}`} service levels`;
}

/** The constraint that binds: the first sentence of it, for what would relieve it is the table’s matter. */
export function bindingSentence({ bottleneck }: Pick<RunDocument, 'bottleneck'>): string {
  const end = bottleneck.sentence.search(/\.\s+[A-Z]/);
  return end < 0 ? bottleneck.sentence : bottleneck.sentence.slice(0, end + 1);
}

/** Of which tone an answer is: whether promises are kept, and for sure, those of jobs among them. */
export function toneOf(run: RunDocument, found: WhatIfs | undefined): 'good' | 'miss' | 'plain' {
  const { overloaded, slo, jobs = [] } = run;
  if (overloaded || slo.some(({ met }) => met === false)) return 'miss';
  if (jobs.some((job) => jobInTime(job) === false)) return 'miss';
  const isKept = slo.some(({ met }) => met === true) || jobs.some((job) => jobInTime(job) === true);
  return isKept && soundness(run, found).kind !== 'unsure' ? 'good' : 'plain';
}
