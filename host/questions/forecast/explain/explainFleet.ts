import type { FleetFigures } from '../../../../engine/finance/fleets/fleetFigures.ts';
import { type Amount, duration, grouped, money } from '../../../../engine/finance/plainText.ts';
import { count, NO_DATA } from '../../../report/reportSection.ts';
import { type LivingPool, livingPools } from '../sections/fleetSection.ts';
import type { ReportInput } from '../reportInput.ts';
import { bookedAmount, type RunDocument } from '../runDocument.ts';
import { SCENARIO, SIMULATION, type Told } from '../told.ts';

const COUNTS: Readonly<Partial<Record<keyof FleetFigures, readonly [title: string, formula: string]>>> = {
  looks: ['Looks', 'times at which the autoscaler looks, or an entry of its schedule comes'],
  scaleUps: [
    'Looks that asked for more',
    'looks at which more replicas are wanted than there are or are on their way',
  ],
  requestedReplicas: [
    'Replicas asked for',
    'replicas that a look asked for, each once; those of the start are not among them',
  ],
  interruptions: ['Interruptions', 'notices that spot machines are taken away, one a machine'],
  fallbacks: [
    'Replicas in place of spot',
    'replicas that were on demand because there was no spot, each time',
  ],
  failures: ['Failures', 'failures that struck a replica which was paid'],
  losses: [
    'Replicas stopped with work in hand',
    'draining replicas whose time (drainSeconds) was over before their work was',
  ],
  lostRequests: [
    'Requests lost with a replica',
    'requests in hand of a replica that failed or was stopped, each time',
  ],
  lossRetries: ['Lost requests started again', 'requests lost with a replica that arrived again (onLoss)'],
  retries: [
    'Asked again by clients',
    'times that a client asked again after it was turned away or its request was lost (retry), each time',
  ],
  rejectedNoReplica: [
    'Turned away without a replica',
    'requests for which none was ready within queueSeconds',
  ],
  rejectedLost: ['Turned away with their replica', 'requests lost with a replica under onLoss: fail'],
  unfinished: ['Requests not done', 'arrived − completed − rejected, of the pool’s workloads'],
};

const IDEAL_NOTES = [
  'It sees the future, starts and stops replicas at once, and keeps each full: a bound that no policy passes, not a fleet that can be had.',
];

/** `pools.ID.fleet.NAME`, of a pool whose replicas come and go. */
export function tellFleet({ run }: ReportInput, id: string, name: string): Told | undefined {
  const pool = livingPools(run).find((each) => each.id === id);
  if (pool === undefined) return undefined;
  const { fleet, idleByReason, gpuHours, replicaHours } = pool;
  const counted = COUNTS[name as keyof FleetFigures];
  if (counted !== undefined) {
    const [title, formula] = counted;
    return { title: `${title}, ${id}`, value: count(fleet[name as 'looks']), formula, inputs: [] };
  }
  const asked = {
    name: 'replicas asked for',
    value: count(fleet.requestedReplicas),
    source: SIMULATION,
    figure: `pools.${id}.fleet.requestedReplicas`,
  };
  if (name === 'scaleUpLagSeconds') {
    const { scaleUpLagSeconds: lag, requestedReplicas } = fleet;
    return {
      title: `From wanted to ready, ${id}`,
      value: lag === null ? NO_DATA : duration(lag),
      formula: 'replica-hours on the way ÷ replicas asked for',
      inputs: [
        {
          name: 'replica-hours on the way',
          value: grouped(((lag ?? 0) * requestedReplicas) / 3600, 1),
          source: SIMULATION,
        },
        asked,
      ],
      notes: [
        'On their way: wanted and not ready; replicas let go before they were ready and time in repair are in it.',
      ],
    };
  }
  const amount = (value: Amount | null): string =>
    value === null ? NO_DATA : money(value, run.cost.currency);
  if (name === 'startingSeconds' || name === 'drainingSeconds') {
    const reason = name === 'startingSeconds' ? 'starting' : 'draining';
    const cost = idleByReason?.[reason]?.cost ?? null;
    return {
      title: `${reason === 'starting' ? 'Starting' : 'Draining'}, ${id}`,
      value: `${grouped(fleet[name] / 3600, 1)} replica-hours`,
      formula:
        reason === 'starting'
          ? 'from the end of provision until ready, summed over replicas'
          : 'from the last request taken until empty or stopped, summed over replicas',
      inputs: [
        {
          name: 'cost, as far as it was not used',
          value: amount(bookedAmount(run, `pools.${id}.idleByReason.${reason}.cost`, cost)),
          source: 'the ledger, by GPU-seconds of each hour',
        },
        ...(reason === 'starting' ? [asked] : []),
      ],
    };
  }
  if (name.startsWith('ideal.')) return tellIdeal(run, pool, name.slice('ideal.'.length));
  if (name !== 'fixedFleet.cost' || fleet.fixedFleet === null) return undefined;
  const { replicas, cost } = fleet.fixedFleet;
  return {
    title: `Cost of a fixed fleet of ${count(replicas)}, ${id}`,
    value: amount(bookedAmount(run, `pools.${id}.fleet.fixedFleet.cost`, cost)),
    formula: 'whole units for so many replicas × hours × price a unit-hour',
    inputs: [
      {
        name: 'most replicas asked for over an hour',
        value: count(replicas),
        source: `${SIMULATION}, rounded up`,
      },
      { name: 'GPUs a replica', value: count(gpuHours / replicaHours), source: SCENARIO },
      { name: 'hours', value: grouped(run.horizon.hours), source: `${SCENARIO}: horizon` },
    ],
    notes: ['It is priced, not simulated: whether it would keep the service levels is not known.'],
  };
}

/** Its figures, by name within `ideal`. */
function tellIdeal(
  run: RunDocument,
  { id, fleet, replicaHours }: LivingPool,
  name: string,
): Told | undefined {
  const isAbove = name.startsWith('paidAbove.');
  const { ideal } = fleet;
  const of = isAbove ? ideal.paidAbove : ideal;
  const title = isAbove ? `Paid above the ideal, ${id}` : `Ideal, ${id}`;
  const hours = { name: 'replica-hours paid', value: grouped(replicaHours, 1), source: SIMULATION };
  if (name === 'replicaHours' || name === 'paidAbove.replicaHours') {
    return {
      title,
      value: `${grouped(of.replicaHours, 1)} replica-hours`,
      formula: isAbove
        ? 'replica-hours paid − those of the ideal'
        : 'sum over hours of what the hour’s work takes on replicas that are full, no more than they were busy',
      inputs: [
        hours,
        ...(isAbove
          ? [
              {
                name: 'of the ideal',
                value: grouped(ideal.replicaHours, 1),
                source: SIMULATION,
                figure: `pools.${id}.fleet.ideal.replicaHours`,
              },
            ]
          : []),
      ],
      notes: IDEAL_NOTES,
    };
  }
  if (name !== 'cost' && name !== 'paidAbove.cost') return undefined;
  const cost = bookedAmount(run, `pools.${id}.fleet.ideal.${name}`, of.cost);
  return {
    title: isAbove ? title : `Cost of the ideal, ${id}`,
    value: cost === null ? NO_DATA : money(cost, run.cost.currency),
    formula: isAbove
      ? 'what is paid for the pool − what the ideal costs'
      : 'sum over hours of what is paid × GPU-seconds of the ideal ÷ GPU-seconds paid',
    inputs: [
      {
        name: 'replica-hours',
        value: grouped(of.replicaHours, 1),
        source: SIMULATION,
        figure: `pools.${id}.fleet.ideal.${isAbove ? 'paidAbove.' : ''}replicaHours`,
      },
    ],
    notes: IDEAL_NOTES,
  };
}
