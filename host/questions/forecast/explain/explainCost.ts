import { grouped, money, percent } from '../../../../engine/finance/plainText.ts';
import { HOURS_PER_MONTH } from '../../../../engine/finance/verdict.ts';
import { RESERVED_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import type { PoolPrice } from '../../../../engine/pricing/poolPrice.ts';
import { tenantAmount } from '../sections/costSections.ts';
import type { ExplainedInput } from './explained.ts';
import { ledgerLines } from '../ledgerLines.ts';
import type { ReportInput } from '../reportInput.ts';
import { bookedAmount } from '../runDocument.ts';
import { decimalsFor, NO_DATA } from '../../../report/reportSection.ts';
import { SCENARIO, SIMULATION, type Told } from '../told.ts';

/** What each unit cost divides the total by: its name, and the figure that it is, if it is one. */
const DIVISORS: Readonly<Record<string, { readonly name: string; readonly figure?: string }>> = {
  perRequest: { name: 'completed requests', figure: 'requests.completed' },
  perMillionTokens: { name: 'million tokens, prompt and output', figure: 'tokens.total' },
  perMillionOutputTokens: { name: 'million output tokens', figure: 'tokens.output' },
  perGpuHour: { name: 'GPU-hours of replicas', figure: 'gpuHours' },
  perInferenceSecond: { name: 'GPU-seconds at work' },
  perRequestWithinSlo: { name: 'requests within their service level' },
};

/** `cost.total`, `cost.idle`, `cost.byTenant.…`, `cost.byPool.…`. */
export function tellCost({ run, spec, ledger }: ReportInput, path: readonly string[]): Told | undefined {
  const { cost } = run;
  const amount = (figure: string, value: number | null): string => {
    const booked = bookedAmount(run, figure, value);
    return booked === null ? NO_DATA : money(booked, cost.currency);
  };
  const tables = [ledgerLines(run, spec, ledger)];
  const inputsOf = ({
    pool,
    unit,
    unitPrice,
    source,
    readOn,
    spot,
    reserved = [],
  }: PoolPrice): ExplainedInput[] => [
    {
      name: `price of ${pool}`,
      value: `${money(unitPrice, cost.currency)} per ${unit}`,
      source,
      ...(readOn === undefined ? {} : { date: readOn }),
    },
    ...(spot === undefined
      ? []
      : [
          {
            name: `spot price of ${pool}`,
            value: `${money(spot.byHour?.mean ?? spot.unitPrice, cost.currency)} per ${unit}${spot.byHour === undefined ? '' : ', mean of the hours'}`,
            source: spot.source,
          },
        ]),
    ...reserved.map((each) => ({
      name: `price of the ${RESERVED_LABELS[each.kind]} of ${each.nodes}, ${pool}`,
      value: `${money(each.unitPrice, cost.currency)} per ${unit}`,
      source: each.source,
    })),
  ];
  const prices = run.prices.flatMap(inputsOf);
  const [part, ...names] = path;
  const name = names.join('.');
  if (part === 'total') {
    return {
      title: 'Cost of the horizon',
      value: amount('cost.total', cost.total),
      formula: 'sum over pools and hours of whole units paid × price a unit-hour',
      inputs: [
        ...run.pools.map(({ id, peakUnitsPaid, unit }, index) => {
          const isLiving = spec.pools[index].living !== undefined;
          const units = peakUnitsPaid === null ? NO_DATA : `${grouped(peakUnitsPaid)} × ${unit ?? 'unit'}`;
          return {
            name: `units of ${id}`,
            value: isLiving && peakUnitsPaid !== null ? `up to ${units}` : units,
            source: isLiving
              ? `${SIMULATION}: whole units by the second`
              : `${SCENARIO}: replicas × GPUs a replica, whole units`,
            figure: `cost.byPool.${id}`,
          };
        }),
        ...prices,
        { name: 'hours', value: grouped(run.horizon.hours), source: `${SCENARIO}: horizon` },
      ],
      tables,
      notes: [`Not included: ${run.excluded.join(', ')}.`],
    };
  }
  if (part === 'idle') {
    return {
      title: 'Cost of idle capacity',
      value: amount('cost.idle', cost.idle),
      formula: 'total − what tenants’ work used, hour by hour',
      inputs: [
        {
          name: 'total',
          value: amount('cost.total', cost.total),
          source: 'the ledger',
          figure: 'cost.total',
        },
        ...run.pools.map(({ id, busyShare }) => ({
          name: `time at work of ${id}`,
          value: busyShare === null ? NO_DATA : percent(busyShare),
          source: SIMULATION,
          figure: `pools.${id}.busyShare`,
        })),
      ],
      tables,
      notes: ['A replica with one request in hand counts as busy, not as idle, though it may take more.'],
    };
  }
  if (part === 'byTenant' && Object.hasOwn(cost.byTenant, name)) {
    return {
      title: `Cost of ${name}`,
      value: money(tenantAmount(run, name) ?? cost.byTenant[name], cost.currency),
      formula: 'of each hour’s used cost, the share of the tenant’s weighted tokens',
      inputs: [
        {
          name: 'total',
          value: amount('cost.total', cost.total),
          source: 'the ledger',
          figure: 'cost.total',
        },
        {
          name: 'idle, booked to nobody',
          value: amount('cost.idle', cost.idle),
          source: 'the ledger',
          figure: 'cost.idle',
        },
      ],
      tables,
      notes: [
        'Weights: prompt tokens not read from a cache, plus output tokens × chargeback.outputTokenWeight.',
      ],
    };
  }
  if (part === 'byPool' && Object.hasOwn(cost.byPool, name)) {
    const pool = run.pools.find(({ id }) => id === name);
    return {
      title: `Cost of pool ${name}`,
      value: amount(`cost.byPool.${name}`, cost.byPool[name]),
      formula: 'GPU-hours paid ÷ GPUs a unit × price a unit-hour',
      inputs: [
        {
          name: 'GPU-hours paid',
          value: pool?.gpuHoursPaid === null || pool === undefined ? NO_DATA : grouped(pool.gpuHoursPaid),
          source:
            spec.pools.find(({ id }) => id === name)?.living === undefined
              ? `${SCENARIO}: replicas × GPUs a replica, rounded up to whole units`
              : `${SIMULATION}: whole units by the second, started ones for their minimum at least`,
        },
        ...run.prices.filter((each) => each.pool === name).flatMap(inputsOf),
      ],
      tables,
    };
  }
  return undefined;
}

/** `costPerMonth`. */
export function tellCostPerMonth({ run }: ReportInput): Told {
  const { currency } = run.cost;
  const total = bookedAmount(run, 'cost.total', run.cost.total);
  const monthly = bookedAmount(run, 'costPerMonth', run.costPerMonth);
  return {
    title: 'Cost a month',
    value: monthly === null ? NO_DATA : money(monthly, currency),
    formula: `cost of the horizon ÷ hours × ${HOURS_PER_MONTH}`,
    inputs: [
      {
        name: 'cost of the horizon',
        value: total === null ? NO_DATA : money(total, currency),
        source: 'the ledger',
        figure: 'cost.total',
      },
      { name: 'hours', value: grouped(run.horizon.hours), source: `${SCENARIO}: horizon` },
      {
        name: 'hours a month',
        value: String(HOURS_PER_MONTH),
        source: '8,760 hours a year ÷ 12, as clouds bill',
      },
    ],
    notes: [`Not included: ${run.excluded.join(', ')}.`],
  };
}

/** `unitCost.…`. */
export function tellUnitCost({ run }: ReportInput, name: string): Told | undefined {
  const divisor = DIVISORS[name];
  if (divisor === undefined) return undefined;
  const value = run.unitCost[name as keyof typeof run.unitCost];
  const { currency, total } = run.cost;
  const quantity = value === null || total === null || value === 0 ? undefined : total / value;
  return {
    title: `Cost per ${divisor.name.replace(/s( |,|$)/, '$1')}`,
    value: value === null ? NO_DATA : `${currency} ${grouped(value, decimalsFor(value, 2))}`,
    formula: `total, idle included ÷ ${divisor.name}`,
    inputs: [
      {
        name: 'total',
        value: total === null ? NO_DATA : money(bookedAmount(run, 'cost.total', total), currency),
        source: 'the ledger',
        figure: 'cost.total',
      },
      {
        name: divisor.name,
        value: quantity === undefined ? NO_DATA : grouped(quantity, decimalsFor(quantity)),
        source: SIMULATION,
        ...(divisor.figure === undefined ? {} : { figure: divisor.figure }),
      },
    ],
  };
}
