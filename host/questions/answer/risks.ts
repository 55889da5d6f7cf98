import { grouped, money, percent } from '../../../engine/finance/plainText.ts';
import { HOURS_PER_MONTH } from '../../../engine/finance/verdict.ts';
import { canBeGone } from '../../../engine/scenario/living/capacity/canBeGone.ts';
import { replicaRange } from '../../../engine/scenario/living/replicaRange.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import { jobRisks, turnedAway } from './jobText.ts';
import { closestLevel, missedText } from './levelText.ts';
import { someNames } from '../../../engine/scenario/reading/someNames.ts';
import type { Risk } from './risk.ts';
import { percentMore } from './percentMore.ts';
import type { WhatIfs } from './whatIfs.ts';

/** As many as a page has room for. */
const MOST_RISKS = 5;
/** Room below which a service level is told to be close, as a share of all that there could be; and demand. */
const CLOSE = { level: 0.25, demand: 1.25 };
/** Idle part of the cost from which it is told. */
const MUCH_IDLE = 0.3;

/** The gravest, in order. */
export function gravest(risks: readonly Risk[]): readonly string[] {
  return risks
    .toSorted((a, b) => b.gravity - a.gravity)
    .slice(0, MOST_RISKS)
    .map(({ text }) => text);
}

/** What may go wrong with one deployment, each with its figure; only what applies. */
export function risksOf(run: RunDocument, spec: SimulationSpec, found: WhatIfs | undefined): readonly Risk[] {
  return [
    ...serviceRisks(run),
    ...jobRisks(run),
    ...stepRisks(run, found),
    ...demandRisks(found),
    ...priceRisks(run, spec),
    ...spotRisks(run),
    ...reservedRisks(run),
    ...nPlusOneRisks(run),
    ...failureRisks(run, spec, found),
    ...idleRisks(run),
    chanceRisk(run),
  ];
}

function serviceRisks(run: RunDocument): readonly Risk[] {
  const { overloaded, givenUp, slo } = run;
  if (givenUp !== undefined)
    return [
      {
        gravity: 100,
        text: `Overload: ${grouped(givenUp.waiting)} requests waited when the simulation was given up, and the queue of ${givenUp.pool} was still growing. Users would see no steady answer time at all.`,
      },
    ];
  const risks: Risk[] = [];
  if (overloaded)
    risks.push({
      gravity: 100,
      text: `Overload: ${missedText(run)}; waiting times grow with the length of the horizon (${grouped(run.horizon.hours)} hours here).`,
    });
  const missed = slo.filter(({ met }) => met === false);
  if (missed.length > 0) risks.push({ gravity: 90, text: `Service: ${missedText(run)}.` });
  const closest = closestLevel(run);
  if (
    closest !== undefined &&
    closest.met === true &&
    closest.attained - closest.percentile < CLOSE.level * (1 - closest.percentile)
  )
    risks.push({
      gravity: 70,
      text: `Hardly any room: ${closest.workload} is ${grouped(100 * (closest.attained - closest.percentile), 2)} points above the ${percent(closest.percentile)} that are asked.`,
    });
  const away = turnedAway(run);
  if (away > 0)
    risks.push({
      gravity: 60,
      text: `${percent(away)} of requests are longer than the deployment can take, and are turned away.`,
    });
  return risks;
}

function stepRisks({ performance }: RunDocument, found: WhatIfs | undefined): readonly Risk[] {
  const worst = performance.toSorted((a, b) => b.band.wide - a.band.wide).at(0);
  if (worst === undefined) return [];
  const limit = found?.agrees === true ? found.steps : undefined;
  const error = `steps may be ${percent(worst.band.wide)} longer than modelled${performance.length > 1 ? ` (pool ${worst.pool})` : ''}, and one time in twenty by more`;
  if (limit === undefined || limit.factor < 1) return [{ gravity: 50, text: `Step times: ${error}.` }];
  const isInside = limit.factor < 1 + worst.band.wide;
  return [
    {
      gravity: isInside ? 80 : 30,
      text: isInside
        ? `Step times: ${error}; ${limit.factor === 1 ? 'hardly any of that' : `no more than ${percentMore(limit.factor)}`} can be borne before a promise is broken. Measure before you sign.`
        : `Step times: ${error}; promises are kept with all of that, up to ${percentMore(limit.factor)}.`,
    },
  ];
}

function demandRisks(found: WhatIfs | undefined): readonly Risk[] {
  if (found?.agrees !== true || found.demand === undefined || found.demand.factor < 1) return [];
  const { factor } = found.demand;
  if (factor >= CLOSE.demand) return [];
  return [
    {
      gravity: 65,
      text: `Demand: ${factor === 1 ? 'growth of a few percent' : `growth beyond ${percent(factor - 1)}`} breaks a promise.`,
    },
  ];
}

function priceRisks(
  { prices, horizon, commitments }: RunDocument,
  { pools }: SimulationSpec,
): readonly Risk[] {
  const start = horizon.start.slice(0, 10);
  const end = new Date(Date.parse(horizon.start) + horizon.hours * 3_600_000).toISOString().slice(0, 10);
  const risks: Risk[] = [];
  const cautioned = prices.find(({ caution }) => caution !== undefined);
  if (cautioned?.caution !== undefined)
    risks.push({
      gravity: 55,
      text: `Price of ${cautioned.instance ?? cautioned.pool}: ${cautioned.caution}.`,
    });
  const late = byDate(prices, 'validFrom').filter(({ validFrom = '' }) => validFrom > start);
  const expired = byDate(prices, 'validTo').filter(({ validTo = end }) => validTo < end);
  if (expired.length > 0)
    risks.push({
      gravity: 52,
      text: `Price validity: ${prices.length === 1 ? 'the price ends' : `${expired.length} of ${prices.length} prices end, the first`} on ${expired[0].validTo}, before the horizon does (${end}).`,
    });
  if (late.length > 0)
    risks.push({
      gravity: 28,
      text: `Price validity: ${prices.length === 1 ? 'the list price is' : late.length === prices.length ? `all ${prices.length} list prices are` : `${late.length} of ${prices.length} list prices are`} of ${late[0].validFrom}${late.some(({ validFrom }) => validFrom !== late[0].validFrom) ? ' or later' : ''}, and the horizon starts on ${start}; ${commitments === undefined ? 'on-demand prices' : 'those not committed'} may change any day. Ask for an offer.`,
    });
  const undated = prices.filter(({ validFrom, readOn }) => validFrom === undefined && readOn === undefined);
  if (undated.length > 0)
    risks.push({
      gravity: 40,
      text: `Price: ${prices.length === 1 ? 'it' : `${undated.length} of ${prices.length}`} ${undated.length === 1 ? 'was' : 'were'} entered by hand and ${undated.length === 1 ? 'bears' : 'bear'} no date.`,
    });
  const providers = new Set(
    prices.flatMap(({ instance }) => (instance === undefined ? [] : [instance.split('/')[0]])),
  );
  const regions = new Set(
    prices.flatMap(({ instance }) =>
      instance === undefined
        ? []
        : [instance.split('/').slice(0, 1).concat(instance.split('/').slice(2)).join(' in ')],
    ),
  );
  if (providers.size === 1 && regions.size === 1 && prices.length > 0)
    risks.push({
      gravity: 24,
      text: `One provider, one region: all of the capacity is rented from ${someNames([...regions])}; ${pools.some(({ living }) => living?.stock !== undefined) ? 'how much can be had there is an assumption of the scenario' : 'whether it can be had there is not modelled'}.`,
    });
  return risks;
}

/** What there is to lose where capacity is spot: what it saves, and what its interruptions did. */
function spotRisks({ spot, prices, horizon, cost }: RunDocument): readonly Risk[] {
  if (spot === undefined) return [];
  const { interruptions, lostRequests, lossRetries, saved, allOnDemand } = spot;
  const dear = prices.find((price) => price.spot?.caution !== undefined);
  const did = `${grouped(interruptions)} interruptions in ${grouped(horizon.hours)} hours, ${grouped(lostRequests)} requests lost with a replica, ${grouped(lossRetries)} started anew`;
  const monthly = (amount: number): string =>
    money((amount / horizon.hours) * HOURS_PER_MONTH, cost.currency);
  const worth =
    saved === null || allOnDemand === null || saved < 0
      ? ''
      : `; it saves ${monthly(saved)} a month of the ${monthly(allOnDemand)} that the same hours cost on demand`;
  return [
    {
      gravity: 57,
      text: `Spot: ${did}${worth}. When it is taken away is an assumption of the scenario.`,
    },
    ...(dear?.spot?.caution === undefined
      ? []
      : [{ gravity: 56, text: `Price of spot, ${dear.pool}: ${dear.spot.caution}.` }]),
  ];
}

/** What is paid for what is reserved, whether or not it is needed; and where it is the dearer one. */
function reservedRisks({ pools, prices, horizon, cost }: RunDocument): readonly Risk[] {
  const monthly = (amount: number): string =>
    money((amount / horizon.hours) * HOURS_PER_MONTH, cost.currency);
  const paid = pools.flatMap(({ id, reserved }) => {
    if (reserved === undefined) return [];
    const { nodes, nodeHours, usedShare, cost: own, allOnDemand } = reserved;
    const used = usedShare === null ? '' : `, and replicas were on them for ${percent(usedShare)} of that`;
    const worth =
      own === null || allOnDemand === null
        ? ''
        : `: ${monthly(own)} a month on average, ${monthly(allOnDemand)} if the same were on demand throughout`;
    return [
      {
        gravity: usedShare !== null && usedShare < 1 - MUCH_IDLE ? 53 : 45,
        text: `Reserved: up to ${grouped(nodes)} ${nodes === 1 ? 'machine is' : 'machines are'} paid for ${grouped(nodeHours)} machine-hours of ${id}, whether or not they are needed${used}${worth}.`,
      },
    ];
  });
  const dear = prices.flatMap(({ pool, reserved = [] }) =>
    reserved.flatMap(({ caution }) =>
      caution === undefined ? [] : [{ gravity: 54, text: `Price of what is reserved, ${pool}: ${caution}.` }],
    ),
  );
  return [...paid, ...dear.slice(0, 1)];
}

/** The earliest first. */
function byDate(prices: RunDocument['prices'], date: 'validFrom' | 'validTo'): RunDocument['prices'] {
  return prices.toSorted((a, b) => (a[date] ?? '').localeCompare(b[date] ?? ''));
}

/** Whether promises are kept while something is gone, where that is simulated. */
function nPlusOneRisks({ nPlusOne = [], horizon }: RunDocument): readonly Risk[] {
  const worst = nPlusOne
    .filter(({ attained }) => attained !== null)
    .toSorted((a, b) => (a.attained ?? 0) - a.percentile - ((b.attained ?? 0) - b.percentile))
    .at(0);
  if (worst === undefined) return [];
  const { workload, hours, attained, attainedOtherwise, percentile, held } = worst;
  const others = attainedOtherwise === null ? '' : `, ${percent(attainedOtherwise)} in the others`;
  return [
    {
      gravity: held === true ? 44 : 75,
      text: `N+1: in the ${grouped(hours)} of ${grouped(horizon.hours)} hours in which something was gone, ${workload} ${held === true ? 'keeps' : 'misses'} its service level (${percent(attained ?? 0)} of requests within it${others}; ${percent(percentile)} asked).`,
    },
  ];
}

/** The fewest replicas that a pool keeps, those that stand by among them. */
function keptLeast(pool: SimulationSpec['pools'][number]): number {
  return replicaRange(pool).least + (pool.living?.warmStandby ?? 0);
}

/** What the loss of a replica would do. */
function failureRisks(
  { pools }: RunDocument,
  spec: SimulationSpec,
  found: WhatIfs | undefined,
): readonly Risk[] {
  const least = spec.pools.toSorted((a, b) => keptLeast(a) - keptLeast(b))[0];
  // One that stands by takes over at once.
  if ((least.living?.warmStandby ?? 0) > 0) return [];
  const name = pools.length > 1 ? `pool ${least.id}` : 'the fleet';
  const notModelled = canBeGone(least) ? '' : ' Failures are not modelled.';
  if (least.living?.controller !== undefined) {
    const fewest = replicaRange(least).least;
    return fewest > 1
      ? []
      : [
          {
            gravity: 50,
            text: `Failure: ${name} may be down to ${fewest} ${fewest === 1 ? 'replica' : 'replicas'}; while that fails or one starts, all of its service waits.`,
          },
        ];
  }
  if (least.replicas === 1)
    return [
      {
        gravity: 58,
        text: `Failure: ${name} is 1 replica; while it is down, all of its service is.${notModelled}`,
      },
    ];
  const fewer = found?.replicas.find(
    ({ kind, pool, replicas }) => kind === 'fewer' && pool === least.id && replicas === least.replicas - 1,
  );
  if (fewer === undefined || fewer.keeps) return [];
  return [
    {
      gravity: 45,
      text: `Failure: without 1 of the ${least.replicas} replicas of ${name}, promises are broken (${missedText(fewer.forecast)}).${notModelled}`,
    },
  ];
}

function idleRisks({ cost, usedCost }: RunDocument): readonly Risk[] {
  if (cost.total === null || usedCost === null) return [];
  const notUsed = cost.total - usedCost;
  if (notUsed < MUCH_IDLE * cost.total) return [];
  return [
    {
      gravity: 35,
      text: `Idle: ${percent(notUsed / cost.total)} of the cost is capacity that nobody uses; demand that falls short makes it more.`,
    },
  ];
}

function chanceRisk({ replications, intervals }: RunDocument): Risk {
  return {
    gravity: 20,
    text:
      replications === 1
        ? 'Chance: 1 replication was simulated, so there is no interval; and none would cover the assumptions above.'
        : `Chance: intervals (${percent(intervals.level)}, ${replications} replications) cover the luck of arrivals and lengths, not the assumptions above.`,
  };
}
