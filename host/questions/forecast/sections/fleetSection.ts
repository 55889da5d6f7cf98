import type { AtMost } from '../../../../engine/finance/fleets/atMost.ts';
import {
  FLEET_LEVELS,
  type FleetFigures,
  type FleetLevel,
} from '../../../../engine/finance/fleets/fleetFigures.ts';
import type { FleetCost } from '../../../../engine/finance/fleets/idealFleet.ts';
import { duration, grouped, percent } from '../../../../engine/finance/plainText.ts';
import { START_UP_STAGES, type StartUpStage } from '../../../../engine/scenario/living/livingSpec.ts';
import { minusAmount } from '../../../report/amounts.ts';
import {
  count,
  figure,
  NO_DATA,
  number,
  type ReportRow,
  type ReportSection,
  text,
} from '../../../report/reportSection.ts';
import { decimalsOfParts } from './costSections.ts';
import { bookedAmount, type RunDocument } from '../runDocument.ts';

type Pool = RunDocument['pools'][number];
/** A pool whose replicas come and go. */
export type LivingPool = Pool & { readonly fleet: FleetFigures };

const LEVEL_LABELS: Record<FleetLevel, string> = {
  wanted: 'Wanted',
  requested: 'On their way',
  ready: 'Ready',
  paid: 'Paid',
};

const STAGE_LABELS: Record<StartUpStage, string> = {
  provision: 'provision',
  boot: 'boot',
  image: 'image',
  weights: 'weights',
  warmUp: 'warm-up',
};

/** Pools whose replicas come and go. */
export function livingPools({ pools }: Pick<RunDocument, 'pools'>): readonly LivingPool[] {
  return pools.filter((pool): pool is LivingPool => pool.fleet !== undefined);
}

/** Of each pool whose replicas come and go: how many, what their coming and going took and cost, and how many by hour of the day. */
export function fleetSections(run: RunDocument): readonly ReportSection[] {
  return livingPools(run).flatMap((pool) => [levels(run, pool), comingAndGoing(run, pool), byHour(pool)]);
}

function levels(run: RunDocument, { id, fleet, peakReplicas }: LivingPool): ReportSection {
  return {
    title: `Replicas of ${id}`,
    table: {
      columns: [text('Replicas'), number('Mean'), number('Lowest hour'), number('Highest hour')],
      rows: FLEET_LEVELS.map((level) => {
        const { mean, least, most } = fleet.replicas[level];
        return { cells: [LEVEL_LABELS[level], ...[mean, least, most].map((each) => grouped(each, 1))] };
      }),
    },
    notes: [
      'Each is the mean of an hour. On their way: wanted and not ready yet, repairs included. Paid: from the end of provision ' +
        `on, until a replica is empty and let go; ${count(peakReplicas)} at a time at the most.`,
      ...keptLines(fleet),
      ...startUpLines(run, id, fleet),
      ...(fleet.atMost === null ? [] : [mostLine(fleet.atMost)]),
    ],
  };
}

/** Who stands by, and when all are replaced. */
function keptLines({ warmStandby, rollouts = [] }: FleetFigures): readonly string[] {
  const standby =
    warmStandby === undefined
      ? []
      : [
          `Beside those that are wanted ${count(warmStandby)} ${warmStandby === 1 ? 'stands' : 'stand'} by: paid, ready, and without requests until one in service is missing or more are wanted.`,
        ];
  if (rollouts.length === 0) return standby;
  return [
    ...standby,
    `A rollout replaces all of them, step by step, from ${rollouts.join(', and from ')} on.`,
  ];
}

/** How long a new replica takes, and who says so. */
function startUpLines(
  { startUps = [] }: RunDocument,
  id: string,
  { startUpSeconds }: FleetFigures,
): readonly string[] {
  const given = START_UP_STAGES.filter((stage) => startUpSeconds[stage] > 0);
  const total = given.reduce((sum, stage) => sum + startUpSeconds[stage], 0);
  if (total === 0) return ['A new replica is ready at once: the scenario gives no start-up.'];
  const stages = given.map((stage) => `${STAGE_LABELS[stage]} ${duration(startUpSeconds[stage])}`).join(', ');
  const takes = `A new replica takes ${duration(total)} on average (${stages})`;
  const preset = startUps.find(({ pool }) => pool === id);
  if (preset === undefined) return [`${takes}, as given in the scenario.`];
  return [
    `${takes}, by the catalogue’s “${preset.name}” (${preset.preset}).`,
    ...preset.stages.map(
      ({ stage, source, date, caution }) =>
        `${STAGE_LABELS[stage]}: ${source}, of ${date}${caution === undefined ? '' : ` (${caution})`}.`,
    ),
  ];
}

function mostLine({ replicas, timeShare, hoursShare, waitingShare }: AtMost): string {
  const all = `All ${count(replicas)} that the autoscaler may ask for are`;
  if (hoursShare === 0) return `${all} never ready together.`;
  const waiting =
    waitingShare === null
      ? ''
      : `; ${percent(waitingShare)} of the time for which requests waited falls on it`;
  return `${all} ready ${percent(timeShare)} of the time, in ${percent(hoursShare)} of the hours${waiting}.`;
}

function comingAndGoing(run: RunDocument, pool: LivingPool): ReportSection {
  const { id, fleet, idleByReason, replicaHours } = pool;
  const { currency, byPool } = run.cost;
  const path = `pools.${id}.fleet`;
  const decimals = decimalsOfParts(byPool[id]);
  const paid = bookedAmount(run, `cost.byPool.${id}`, byPool[id]);
  const idle = (reason: 'starting' | 'draining'): string => {
    const cost = idleByReason?.[reason]?.cost ?? null;
    return figure(bookedAmount(run, `pools.${id}.idleByReason.${reason}.cost`, cost), decimals);
  };
  const counted = (label: string, name: keyof FleetFigures & string): readonly ReportRow[] => {
    const value = (fleet[name] ?? 0) as number;
    return value > 0 ? [row(label, count(value), '', `${path}.${name}`)] : [];
  };
  return {
    title: `What coming and going took, ${id}`,
    table: {
      columns: [text('What'), number('How much'), number(currency)],
      rows: [
        ...lookRows(fleet, path),
        row('Replicas asked for', count(fleet.requestedReplicas), '', `${path}.requestedReplicas`),
        row(
          'From wanted to ready, mean',
          fleet.scaleUpLagSeconds === null ? NO_DATA : duration(fleet.scaleUpLagSeconds),
          '',
          `${path}.scaleUpLagSeconds`,
        ),
        row(
          'Starting: paid and not ready yet',
          hours(fleet.startingSeconds / 3600),
          idle('starting'),
          `${path}.startingSeconds`,
        ),
        row(
          'Draining: takes nothing new',
          hours(fleet.drainingSeconds / 3600),
          idle('draining'),
          `${path}.drainingSeconds`,
        ),
        ...counted('Spot machines taken away', 'interruptions'),
        ...counted('Replicas on demand for want of spot', 'fallbacks'),
        ...counted('Replicas that failed', 'failures'),
        ...counted('Replicas whose time to drain was over', 'losses'),
        ...counted('Requests lost with a replica', 'lostRequests'),
        ...counted('of them started again', 'lossRetries'),
        ...counted('Asked again by clients', 'retries'),
        ...counted('Turned away: no replica ready in time', 'rejectedNoReplica'),
        ...counted('Turned away: lost with their replica', 'rejectedLost'),
        ...counted('Requests not done at the end', 'unfinished'),
        row('All that is paid', hours(replicaHours), figure(paid, decimals), undefined, `cost.byPool.${id}`),
        ...fixedRows(run, pool, decimals),
        ...idealRows(run, pool, decimals),
      ],
    },
    notes: [
      'Starting and draining cost what the table of used capacity has for them. From wanted to ready: all time on the way over the replicas asked for, ' +
        'with those let go before they were ready' +
        (fleet.autoscaler === null || fleet.autoscaler === 'schedule'
          ? '.'
          : '; how long the autoscaler takes to see a rise is not in it.'),
      ...(fleet.fixedFleet === null
        ? []
        : [
            'The fixed fleet has at all times the most replicas that were asked for over an hour, ' +
              `at ${priceWords(pool)}. It was not simulated.` +
              (fleet.fixedFleet.cost === null && paid !== null
                ? ' Under commitments its cost is not told.'
                : ''),
          ]),
      idealNote(fleet),
    ],
  };
}

/** At what price a fixed fleet is told. */
function priceWords({ spot, reserved }: LivingPool): string {
  if (reserved !== undefined && reserved.cost !== null)
    return `the price on demand, without ${spot === undefined ? '' : 'spot and '}what is reserved`;
  return spot === undefined ? 'the same price' : 'the price on demand, without spot';
}

/** What the policy pays above the least that does the work that was done. */
function idealRows(run: RunDocument, { id, fleet: { ideal } }: LivingPool, decimals: number): ReportRow[] {
  const line = (label: string, path: string, of: FleetCost): ReportRow => {
    const amount = figure(bookedAmount(run, `${path}.cost`, of.cost), decimals);
    return row(label, hours(of.replicaHours), amount, `${path}.replicaHours`, `${path}.cost`);
  };
  const path = `pools.${id}.fleet.ideal`;
  return [line('Ideal', path, ideal), line('Paid above the ideal', `${path}.paidAbove`, ideal.paidAbove)];
}

function idealNote({ ideal: { wholeReplicaHours } }: FleetFigures): string {
  return (
    'The ideal does the work that was done with the fewest replica-hours: it sees the future, starts and stops replicas at once, and each is ' +
    'as full as batch, step, KV cache and the strictest limit on the time per output token let it be. No policy pays less for that work. In whole replicas, ' +
    `changed on the hour, it is ${hours(wholeReplicaHours)}.`
  );
}

function lookRows({ autoscaler, looks, scaleUps }: FleetFigures, path: string): readonly ReportRow[] {
  if (autoscaler === null) return [];
  const name = autoscaler === 'schedule' ? 'Entries of the schedule that came' : 'Looks of the autoscaler';
  return [
    row(name, count(looks), '', `${path}.looks`),
    row('of them asked for more replicas', count(scaleUps), '', `${path}.scaleUps`),
  ];
}

function fixedRows(
  run: RunDocument,
  { id, fleet: { fixedFleet } }: LivingPool,
  decimals: number,
): readonly ReportRow[] {
  if (fixedFleet === null) return [];
  const figurePath = `pools.${id}.fleet.fixedFleet.cost`;
  const cost = bookedAmount(run, figurePath, fixedFleet.cost);
  const paid = bookedAmount(run, `cost.byPool.${id}`, run.cost.byPool[id]);
  return [
    row(
      `Against a fixed fleet of ${count(fixedFleet.replicas)}`,
      hours(fixedFleet.replicas * run.horizon.hours),
      figure(cost, decimals),
      undefined,
      figurePath,
    ),
    ...(cost === null || paid === null
      ? []
      : [
          Number(cost) >= Number(paid)
            ? row('Paid less than for the fixed fleet', '', figure(minusAmount(cost, paid), decimals))
            : row('Paid more than for the fixed fleet', '', figure(minusAmount(paid, cost), decimals)),
        ]),
  ];
}

function row(
  label: string,
  value: string,
  cost: string,
  valueFigure?: string,
  costFigure?: string,
): ReportRow {
  return { cells: [label, value, cost], figures: [undefined, valueFigure, costFigure] };
}

function hours(replicaHours: number): string {
  return `${grouped(replicaHours, replicaHours < 100 ? 1 : 0)} replica-hours`;
}

function byHour({ id, fleet }: LivingPool): ReportSection {
  const rows = Array.from({ length: 24 }, (_, hour): ReportRow | undefined => {
    if (fleet.byHourOfDay.wanted[hour] === null) return undefined;
    return {
      cells: [
        `${String(hour).padStart(2, '0')}:00`,
        ...FLEET_LEVELS.map((level) => {
          const found = fleet.byHourOfDay[level][hour];
          if (found === null) return NO_DATA;
          const { mean, least, most } = found;
          const [low, high] = [grouped(least, 1), grouped(most, 1)];
          return low === high ? grouped(mean, 1) : `${grouped(mean, 1)} (${low} to ${high})`;
        }),
      ],
    };
  });
  return {
    title: `Replicas of ${id} over the day`,
    table: {
      columns: [text('Hour (UTC)'), ...FLEET_LEVELS.map((level) => number(LEVEL_LABELS[level]))],
      rows: rows.filter((each) => each !== undefined),
    },
    notes: ['Mean of the days, and in brackets the lowest and the highest of them.'],
  };
}
