import { WRITTEN_COLUMNS } from '../../../engine/pricing/focus/focusColumns.ts';
import { focusLedgerRows } from '../../../engine/pricing/focus/focusLedgerRows.ts';
import { bookedToNobody } from '../../../engine/pricing/ledger.ts';
import { type Micros, microsText } from '../../../engine/pricing/money.ts';
import { replicasPerNode } from '../../../engine/scenario/living/capacity/paidNode.ts';
import { FLEET_COLUMNS } from '../../../engine/usage/fleetRecorder.ts';
import { replicaHoursOf } from '../../../engine/usage/paidHours.ts';
import { ACCOUNT_COLUMNS, OF_GENERATION } from '../../../engine/usage/usage.ts';
import { csvText } from '../../files/csvText.ts';
import { hourStart, type ReportInput } from './reportInput.ts';

const ROWS_PER_CHUNK = 2000;

type Row = readonly (string | number)[];

/**
 * Hourly usage, the mean over replications: for each hour one row of each pool (replica-hours,
 * replica-seconds busy, in use and at full load), then one of each account (requests that arrived in the hour, their
 * tokens). Where replicas come and go, the last columns say where those of such a pool stood, in replica-seconds. Hours after
 * a simulation was given up are left out. Yields chunks of text.
 */
export function usageCsv({ spec, usage }: ReportInput): Iterable<string> {
  const fleetColumns = spec.pools.some(({ living }) => living !== undefined) ? FLEET_COLUMNS : [];
  const header = [
    'hour',
    'start',
    'row',
    'pool',
    'workload',
    'tenant',
    'replicaHours',
    'busyReplicaSeconds',
    'usedReplicaSeconds',
    'fullLoadReplicaSeconds',
    ...ACCOUNT_COLUMNS,
    // `wantedReplicaSeconds`, as the columns above are called; of time at the maximum there is one a pool.
    ...fleetColumns.map((name) =>
      name === 'atMostSeconds' ? name : name.replace('Seconds', 'ReplicaSeconds'),
    ),
  ];
  const empty = ACCOUNT_COLUMNS.map(() => '');
  const replicaHours = usage.pools.map(({ paid }, pool) =>
    replicaHoursOf(paid, spec.hours, replicasPerNode(spec.pools[pool])),
  );
  function* rows(): Generator<Row> {
    for (let hour = 0; hour < (usage.stop?.hours ?? spec.hours); hour++) {
      const start = hourStart(spec, hour);
      for (const [index, { id }] of spec.pools.entries()) {
        const { busySeconds, usedSeconds, fullLoadSeconds } = usage.pools[index];
        yield [
          hour,
          start,
          'pool',
          id,
          '',
          '',
          replicaHours[index][hour],
          busySeconds[hour],
          usedSeconds[hour],
          fullLoadSeconds[hour],
          ...empty,
          ...fleetColumns.map((name) => usage.pools[index][name]?.[hour] ?? ''),
        ];
      }
      for (const [index, { workload, tenant }] of spec.accounts.entries()) {
        const { id, pool } = spec.workloads[workload];
        const columns = usage.accounts[index];
        yield [
          hour,
          start,
          'account',
          spec.pools[pool].id,
          id,
          tenant,
          '',
          '',
          '',
          '',
          ...ACCOUNT_COLUMNS.map((name) =>
            spec.pools[pool].isEncoder === true && OF_GENERATION.has(name) ? '' : columns[name][hour],
          ),
          ...fleetColumns.map(() => ''),
        ];
      }
    }
  }
  return chunks(header, rows());
}

/**
 * The ledger: for each hour and pool one row of each account's part and one of what is idle.
 * Amounts (and quantities, which are split alike) sum to the totals; parts of 0 are left out.
 * Yields chunks of text.
 */
export function ledgerCsv({ run, spec, ledger }: ReportInput): Iterable<string> {
  const header = [
    'hour',
    'start',
    'pool',
    'category',
    'bookedTo',
    'workload',
    'tenant',
    'quantity',
    'unit',
    'unitPrice',
    'amount',
    'currency',
  ];
  function* rows(): Generator<Row> {
    for (let hour = 0; hour < ledger.hours; hour++) {
      const start = hourStart(spec, hour);
      for (const series of ledger.series) {
        const amount = series.amountMicros[hour];
        const line = (bookedTo: string, workload: string, tenant: string, micros: Micros): Row => [
          hour,
          start,
          series.poolId,
          series.category,
          bookedTo,
          workload,
          tenant,
          amount === 0 ? 0 : (series.quantity[hour] * Number(micros)) / Number(amount),
          series.unit,
          series.unitPrices?.[hour] ?? series.unitPrice,
          microsText(micros),
          run.cost.currency,
        ];
        for (const [part, account] of series.accounts.entries()) {
          const { workload, tenant } = spec.accounts[account];
          const micros = series.accountMicros[part][hour];
          if (micros !== 0) yield line('tenant', spec.workloads[workload].id, tenant, micros);
        }
        const nobody = series.category === 'unused commitment' ? 'unused commitment' : bookedToNobody(ledger);
        if (series.idleMicros[hour] !== 0) yield line(nobody, '', '', series.idleMicros[hour]);
      }
    }
  }
  return chunks(header, rows());
}

/**
 * The ledger as a cost file in the columns of FOCUS 1.2, for the tools that read those: nothing where there is nothing, ours
 * (`x_`) last. Yields chunks of text.
 */
export function focusCsv({ run, spec, ledger, prices, commitments }: ReportInput): Iterable<string> {
  const input = { name: run.name, currency: run.cost.currency, spec, prices, commitments, ledger };
  function* rows(): Generator<Row> {
    for (const row of focusLedgerRows(input)) yield WRITTEN_COLUMNS.map((column) => row[column] ?? '');
  }
  return chunks(WRITTEN_COLUMNS, rows());
}

function* chunks(header: readonly string[], rows: Iterable<Row>): Generator<string> {
  let waiting: Row[] = [header];
  for (const row of rows) {
    waiting.push(row);
    if (waiting.length === ROWS_PER_CHUNK) {
      yield `${csvText(waiting)}\n`;
      waiting = [];
    }
  }
  if (waiting.length > 0) yield `${csvText(waiting)}\n`;
}
