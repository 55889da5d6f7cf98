import { isGenerating } from '../../../../engine/finance/generation.ts';
import { type Amount, grouped, percent } from '../../../../engine/finance/plainText.ts';
import type { UnitCost } from '../../../../engine/finance/unitCost.ts';
import { HOURS_PER_MONTH } from '../../../../engine/finance/verdict.ts';
import type { PoolPrice } from '../../../../engine/pricing/poolPrice.ts';
import { amountOfHours, minusAmount, roundedParts, totalAmount } from '../../../report/amounts.ts';
import { bookedAmount, type RunDocument } from '../runDocument.ts';
import {
  decimalsFor,
  figure,
  NO_DATA,
  number,
  plusMinus,
  type ReportRow,
  type ReportSection,
  shareText,
  text,
} from '../../../report/reportSection.ts';

/** Rows of a table by tenant beyond these are summed in one. */
const MOST_TENANTS = 20;

/** GPU-hours, relative: sums of hours that are covered in part. */
const ROUNDING = 1e-9;

const UNIT_LABELS: Record<keyof UnitCost, string> = {
  perRequest: 'completed request',
  perMillionTokens: 'million tokens, prompt and output together',
  perMillionOutputTokens: 'million output tokens',
  perGpuHour: 'hour of a GPU in a replica',
  perInferenceSecond: 'second of a GPU at work',
  perRequestWithinSlo: 'request within its service level',
};

/** Who pays: tenants and idle capacity, which sum to the total; what the total leaves out stands beside it. */
export function costByTenant(run: RunDocument): ReportSection {
  const { cost, horizon, excluded } = run;
  const notes = [`Not included in the total: ${excluded.join(', ')}.`];
  if (run.givenUp !== undefined) {
    notes.unshift('Who would have used how much of it is not known: the simulation was given up.');
  } else if (cost.total === null || cost.idle === null) {
    const unpriced = Object.entries(cost.byPool)
      .filter(([, amount]) => amount === null)
      .map(([pool]) => pool);
    notes.unshift(`The total is unknown: no price is given for ${unpriced.join(', ')}.`);
  } else {
    notes.unshift(
      (run.usedCost === null || cost.total === 0
        ? ''
        : `${percent(run.usedCost / cost.total)} of the cost is capacity in use (see Used capacity). `) +
        'Tenants share the time in which replicas are busy, for which one request in hand is enough; idle capacity is time in which they have nothing to do, and GPUs of an instance that no replica uses.',
    );
  }
  const { total } = cost;
  const { booked, decimals, lines, amounts } = shownLines(run);
  const monthly =
    booked === null
      ? []
      : roundedParts(
          amountOfHours(booked, horizon.hours, HOURS_PER_MONTH),
          lines.map(({ amount }) => amountOfHours(amount ?? 0, horizon.hours, HOURS_PER_MONTH)),
          decimals,
        );
  const rows = lines.map(
    ({ label, amount }, i): ReportRow => ({
      cells: [
        label,
        figure(amount === null || total === null ? amount : amounts[i], decimals),
        total === null ? NO_DATA : grouped(monthly[i], decimals),
        share(amount === null ? null : Number(amount), total),
      ],
      ...figuresOf(
        i >= lines.length - nobodysLines(run).length
          ? 'cost.idle'
          : Object.hasOwn(cost.byTenant, label)
            ? `cost.byTenant.${label}`
            : undefined,
      ),
    }),
  );
  rows.push({
    tone: 'total',
    cells: [
      'Total',
      figure(booked, decimals),
      figure(bookedAmount(run, 'costPerMonth', run.costPerMonth), decimals),
      share(total, total),
    ],
    figures: [undefined, 'cost.total', 'costPerMonth'],
  });
  return {
    title: 'Cost by tenant',
    table: {
      columns: [
        text('Tenant'),
        number(`${cost.currency}, ${grouped(horizon.hours)} h`),
        number(`${cost.currency} per month (730 h)`),
        number('Share'),
      ],
      rows,
    },
    notes,
  };
}

/** Decimals with which the parts of a total are shown. */
export function decimalsOfParts(total: number | null): number {
  if (total === null) return 2;
  return total >= 10_000 ? 0 : total < 1 ? 6 : 2;
}

/** Who pays how much, rounded so that the lines add up to the total that is shown. */
function shownLines(run: RunDocument) {
  const { total } = run.cost;
  const booked = bookedAmount(run, 'cost.total', total);
  const decimals = decimalsOfParts(total);
  const lines = [...tenantLines(run), ...nobodysLines(run)];
  const amounts = roundedParts(
    booked ?? 0,
    lines.map(({ amount }) => amount ?? 0),
    decimals,
  );
  return { booked, decimals, lines, amounts };
}

/** What a tenant pays as the table has it, so that no other place shows another cent; null where it has no line or no amount. */
export function tenantAmount(run: RunDocument, tenant: string): Amount | null {
  const booked = bookedAmount(run, `cost.byTenant.${tenant}`, run.cost.byTenant[tenant] ?? null);
  if (booked === null || run.cost.total === null || Number(booked) < 1) return booked;
  const { lines, amounts } = shownLines(run);
  const at = lines.findIndex(({ label }) => label === tenant);
  return at < 0 ? booked : amounts[at];
}

/** What is booked to nobody: idle capacity, and commitments that were not used where there are commitments. */
export function nobodysLines(run: RunDocument): readonly CostLine[] {
  if (run.givenUp !== undefined) return [];
  const { idle, unusedCommitment } = run.cost;
  const booked = bookedAmount(run, 'cost.idle', idle);
  const unused = bookedAmount(run, 'cost.unusedCommitment', unusedCommitment);
  const idleCapacity = {
    label: 'Idle capacity',
    amount: booked === null ? null : minusAmount(booked, unused),
  };
  return unusedCommitment > 0
    ? [idleCapacity, { label: 'Unused commitment', amount: unused }]
    : [idleCapacity];
}

interface CostLine {
  readonly label: string;
  readonly amount: Amount | null;
}

function tenantLines(run: RunDocument): readonly CostLine[] {
  const tenants = Object.entries(run.cost.byTenant)
    .sort(([, a], [, b]) => b - a)
    .map(([tenant, amount]) => [tenant, bookedAmount(run, `cost.byTenant.${tenant}`, amount)] as const);
  const shown = tenants.slice(0, tenants.length > MOST_TENANTS ? MOST_TENANTS - 1 : MOST_TENANTS);
  const rest = tenants.slice(shown.length);
  const lines = shown.map(([label, amount]) => ({ label, amount }));
  if (rest.length === 0) return lines;
  return [
    ...lines,
    { label: `${rest.length} more tenants`, amount: totalAmount(rest.map(([, amount]) => amount)) },
  ];
}

/** Whole units, and that they are the most where they come and go. */
function unitsPaid(
  { horizon, prices }: RunDocument,
  { id, peakUnitsPaid, gpuHoursPaid }: RunDocument['pools'][number],
): string {
  const gpusPerUnit = prices.find(({ pool }) => pool === id)?.gpusPerUnit ?? 0;
  const always = (peakUnitsPaid ?? 0) * gpusPerUnit * horizon.hours;
  const units = figure(peakUnitsPaid);
  return gpuHoursPaid !== null && gpuHoursPaid < always * (1 - ROUNDING) ? `up to ${units}` : units;
}

/** What is bought: pools, whole units paid, and how much of each is idle. */
export function costByPool(run: RunDocument): ReportSection {
  const { cost, pools, prices } = run;
  const rows = pools.map((pool): ReportRow => {
    const price = prices.find(({ pool: id }) => id === pool.id);
    const amount = cost.byPool[pool.id];
    return {
      cells: [
        pool.id,
        unitsPaid(run, pool),
        price === undefined
          ? NO_DATA
          : `${price.unit.replace('-hour', '')}${price.gpusPerUnit > 1 ? ` of ${price.gpusPerUnit} GPUs` : ''}`,
        figure(
          meanPaid(run, pool, amount) ?? price?.unitPrice ?? null,
          // A price with the power that was drawn has no end.
          price?.energy || pool.spot !== undefined || isOwnPriced(pool)
            ? 4
            : Math.max(2, String(price?.unitPrice ?? '').split('.')[1]?.length ?? 0),
        ),
        figure(pool.gpuHoursPaid, decimalsOfHours(pool.gpuHoursPaid)),
        figure(
          bookedAmount(run, `cost.byPool.${pool.id}`, amount),
          amount !== null && amount >= 10_000 ? 0 : 2,
        ),
        share(cost.idleByPool[pool.id], amount),
      ],
      figures: [undefined, undefined, undefined, undefined, undefined, `cost.byPool.${pool.id}`],
    };
  });
  return {
    title: 'Cost by pool',
    table: {
      columns: [
        text('Pool'),
        number('Units paid'),
        text('Unit'),
        number(`${cost.currency} per unit-hour`),
        number('GPU-hours paid'),
        number(cost.currency),
        number('Idle'),
      ],
      rows,
    },
    notes: [
      ...prices.map(priceNote),
      ...pools.flatMap((pool) =>
        meanPaid(run, pool, cost.byPool[pool.id]) === undefined
          ? []
          : [
              `${cost.currency} per unit-hour of ${pool.id} is the mean of what was paid on demand${meansWords(pool)}.`,
            ],
      ),
    ],
  };
}

/** Whether something is reserved of a pool at a price of its own. */
function isOwnPriced({ reserved }: RunDocument['pools'][number]): boolean {
  return reserved !== undefined && reserved.cost !== null;
}

/** What else than on demand is paid for, and where that is told. */
function meansWords(pool: RunDocument['pools'][number]): string {
  const { id, spot } = pool;
  if (!isOwnPriced(pool)) return ` and as spot (see Spot of ${id})`;
  return spot === undefined
    ? ` and for what is reserved (see Reserved of ${id})`
    : `, as spot and for what is reserved (see Spot of ${id}, Reserved of ${id})`;
}

/** Of a unit-hour of a pool that has spot or something reserved, whose price on demand is not what is paid; undefined of others, and where it is unknown. */
function meanPaid(
  { prices }: RunDocument,
  pool: RunDocument['pools'][number],
  amount: number | null,
): number | undefined {
  const { id, spot, gpuHoursPaid } = pool;
  if (amount === null) return undefined;
  if (isOwnPriced(pool)) {
    const price = prices.find((each) => each.pool === id);
    return price === undefined || !gpuHoursPaid ? undefined : (amount * price.gpusPerUnit) / gpuHoursPaid;
  }
  if (spot === undefined) return undefined;
  const { onDemand, spot: own } = spot;
  if (onDemand.unitHours === null || own.unitHours === null) return undefined;
  const unitHours = onDemand.unitHours + own.unitHours;
  return unitHours === 0 ? undefined : amount / unitHours;
}

/** As other tables have hours. */
export function decimalsOfHours(hours: number | null): number {
  return hours === null || hours === 0 || hours >= 100 ? 0 : 1;
}

/** Where a pool’s price comes from, and of which date it is. */
export function priceNote(price: PoolPrice): string {
  const { pool, unit, unitPrice, instance, source, validFrom, validTo, readOn, caution } = price;
  if (instance === undefined) return `Price of ${pool}: per ${unit}, as given in ${source}.`;
  const dates = [
    validFrom === undefined ? 'no date of validity' : `valid from ${validFrom}`,
    validTo === undefined ? '' : `until ${validTo}`,
    readOn === undefined ? '' : `read on ${readOn}`,
  ];
  const negotiated =
    price.negotiated === undefined || price.listUnitPrice === undefined
      ? ''
      : `, ${figure(unitPrice, decimalsFor(unitPrice, 2))} after ${percent(price.negotiated)} off the list price of ${figure(price.listUnitPrice, decimalsFor(price.listUnitPrice, 2))}`;
  return (
    `Price of ${pool}: on demand, per ${unit} of ${instance}${negotiated}, ${dates.filter((date) => date !== '').join(', ')}, from ${source}` +
    `${caution === undefined ? '' : ` (caution: ${caution})`}.`
  );
}

/** The total, idle included, over what it bought. */
export function unitCosts(run: RunDocument): ReportSection {
  const hasOutput = isGenerating(run);
  const names = (Object.keys(UNIT_LABELS) as (keyof UnitCost)[]).filter(
    (name) => hasOutput || name !== 'perMillionOutputTokens',
  );
  const rows = names.map((name): ReportRow => {
    const value = run.unitCost[name];
    const decimals = decimalsFor(value, 2);
    const half = plusMinus(run, `unitCost.${name}`, value);
    return {
      cells: [
        !hasOutput && name === 'perMillionTokens' ? 'million prompt tokens' : UNIT_LABELS[name],
        figure(value, decimals),
        ...(run.replications > 1 ? [half === undefined ? NO_DATA : `± ${grouped(half, decimals)}`] : []),
      ],
      figures: [undefined, `unitCost.${name}`],
    };
  });
  return {
    title: 'Unit costs (total, idle included)',
    table: {
      columns: [
        text('Per'),
        number(run.cost.currency),
        ...(run.replications > 1 ? [number(`${run.intervals.level * 100}% interval`)] : []),
      ],
      rows,
    },
    notes: [],
  };
}

/** Calendar months, where there is more than one. */
export function costByMonth(run: RunDocument): ReportSection {
  const decimals = (run.cost.total ?? 0) >= 10_000 ? 0 : 2;
  return {
    title: 'By month (UTC)',
    table: {
      columns: [
        text('Month'),
        number('Hours'),
        number(run.cost.currency),
        number('Requests'),
        number(`${run.cost.currency} per completed request`),
      ],
      rows: run.months.map(({ month, hours, cost, requests, completed }) => {
        const each = cost === null || completed === null || completed === 0 ? null : cost / completed;
        return {
          cells: [
            month,
            grouped(hours),
            figure(bookedAmount(run, `months.${month}.cost`, cost), decimals),
            figure(requests),
            figure(each, decimalsFor(each, 2)),
          ],
        };
      }),
    },
    notes: [],
  };
}

function figuresOf(path: string | undefined): Pick<ReportRow, 'figures'> {
  return path === undefined ? {} : { figures: [undefined, path] };
}

function share(amount: number | null | undefined, total: number | null | undefined): string {
  return amount === null || amount === undefined || !total ? NO_DATA : shareText(amount / total);
}
