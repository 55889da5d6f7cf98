import { isGenerating } from '../../../engine/finance/generation.ts';
import { bookedToNobody, type Ledger } from '../../../engine/pricing/ledger.ts';
import { type MicrosColumn, sumMicros } from '../../../engine/pricing/microsColumn.ts';
import { fromMicros, writtenMicros } from '../../../engine/pricing/money.ts';
import { ACCOUNT_COLUMNS, OF_GENERATION } from '../../../engine/usage/usage.ts';
import type { AnswerPage } from '../../report/answerPage.ts';
import { addAnswer } from '../../report/answerSheet.ts';
import { QUICK_ESTIMATE_NOTE } from '../../report/quickEstimate.ts';
import {
  add,
  addSheet,
  type Book,
  bytesOf,
  type Cell,
  header,
  MONEY,
  MONEY_EXACT,
  type Sheet,
} from '../../report/workbook.ts';
import { addFleet, fleetSummary } from './fleetSheet.ts';
import { provenance } from './provenance.ts';
import { hourStart, type ReportInput } from './reportInput.ts';
import { horizonLine } from './sections/reportSections.ts';
import type { RunDocument } from './runDocument.ts';
import { traceLines } from './sections/serviceSections.ts';

/** A sheet of rows stays quick to open up to here; longer horizons are given by the day, then by the month. */
const MOST_ROWS = 50_000;
const UNUSED = '(unused commitment)';
const EXACT_NOTE =
  'A spreadsheet counts to 15 digits, so large amounts are rounded here; to the micro-unit they stand as text on the sheet Exact amounts, and beside the rows of Ledger.';

/**
 * A result as a workbook: summary, cost by tenant, ledger and usage. Totals are live formulas over the
 * ledger's rows, so that whoever reads it can follow and change them. A quick estimate says that it is one. The page
 * for management, where it is given, is the first sheet.
 */
export async function resultWorkbook(
  report: ReportInput,
  isApproximate = false,
  answer?: AnswerPage,
): Promise<Uint8Array<ArrayBuffer>> {
  const book: Book = [];
  if (answer !== undefined) addAnswer(book, answer);
  const summary = addSheet(book, 'Summary');
  const tenants = addSheet(book, 'Cost by tenant');
  const months = addSheet(book, 'Months');
  const ledger = addLedger(book, report);
  addTenants(tenants, report, ledger);
  addMonths(months, report.run);
  addSummary(summary, report.run, ledger, isApproximate);
  addUsage(book, report);
  addFleet(book, report, MOST_ROWS);
  addExactAmounts(book, report.run);
  return bytesOf(book);
}

/** Where the ledger's rows are, for formulas over them. */
interface LedgerSheet {
  readonly lastRow: number;
}

function addLedger(book: Book, { run, spec, ledger }: ReportInput): LedgerSheet {
  const sheet = addSheet(book, 'Ledger');
  const parts = ledger.series.reduce((sum, { accounts }) => sum + accounts.length + 1, 0);
  const size = parts * ledger.hours <= MOST_ROWS ? 1 : parts * (ledger.hours / 24) <= MOST_ROWS ? 24 : 730;
  const { currency } = run.cost;
  header(sheet, [
    'From (UTC)',
    'Hours',
    'Pool',
    'Category',
    'Booked to',
    'Workload',
    currency,
    ...(run.exactAmounts === undefined ? [] : [`${currency}, exactly`]),
  ]);
  for (let from = 0; from < ledger.hours; from += size) {
    const until = Math.min(ledger.hours, from + size);
    for (const { poolId, category, accounts, accountMicros, idleMicros } of ledger.series) {
      const line = (bookedTo: string, workload: string, column: MicrosColumn): void => {
        const micros = sumMicros(column, from, until);
        if (micros === 0) return;
        const written = writtenMicros(micros);
        add(sheet, [
          [
            hourStart(spec, from),
            until - from,
            poolId,
            category,
            bookedTo,
            workload,
            fromMicros(micros),
            ...(typeof written === 'string' ? [written] : []),
          ],
        ]);
      };
      for (const [index, account] of accounts.entries()) {
        const { workload, tenant } = spec.accounts[account];
        line(tenant, spec.workloads[workload].id, accountMicros[index]);
      }
      line(category === 'unused commitment' ? UNUSED : nobodyOf(ledger), '', idleMicros);
    }
  }
  sheet.formats = { 7: MONEY_EXACT };
  sheet.frozenRows = 1;
  sheet.filter = 'A1:G1';
  return { lastRow: Math.max(2, sheet.rows.length) };
}

/** To whom the ledger books what is no tenant's. */
function nobodyOf(ledger: Ledger): string {
  return `(${bookedToNobody(ledger)})`;
}

function addTenants(sheet: Sheet, { run, ledger }: ReportInput, { lastRow }: LedgerSheet): void {
  header(sheet, ['Booked to', run.cost.currency, 'Share']);
  const { byTenant, idle, unusedCommitment } = run.cost;
  const lines: readonly (readonly [string, number])[] = [
    ...Object.entries(byTenant),
    [
      nobodyOf(ledger),
      (ledger.isUnattributed === true ? (run.cost.total ?? 0) : (idle ?? 0)) - unusedCommitment,
    ],
    ...(unusedCommitment > 0 ? [[UNUSED, unusedCommitment] as const] : []),
  ];
  const total = run.cost.total ?? 0;
  const totalRow = lines.length + 2;
  for (const [name, amount] of lines) {
    const row = sheet.rows.length + 1;
    add(sheet, [
      [
        name,
        { formula: `SUMIF(Ledger!$E$2:$E$${lastRow},A${row},Ledger!$G$2:$G$${lastRow})`, result: amount },
        { formula: `B${row}/B$${totalRow}`, result: total === 0 ? 0 : amount / total },
      ],
    ]);
  }
  add(sheet, [['Total', { formula: `SUM(B2:B${totalRow - 1})`, result: total }]], 'bold');
  sheet.formats = { 2: MONEY, 3: '0.0%' };
}

function addMonths(sheet: Sheet, { months, cost }: RunDocument): void {
  header(sheet, [
    'Month (UTC)',
    'Hours',
    cost.currency,
    'Requests',
    'Completed',
    `${cost.currency} per completed`,
  ]);
  for (const { month, hours, cost: amount, requests, completed } of months) {
    const row = sheet.rows.length + 1;
    const each: Cell =
      amount === null || completed === null || completed === 0
        ? null
        : { formula: `C${row}/E${row}`, result: amount / completed };
    add(sheet, [[month, hours, amount, requests, completed, each]]);
  }
  const last = sheet.rows.length;
  const sum = (letter: string, result: number): Cell => ({
    formula: `SUM(${letter}2:${letter}${last})`,
    result,
  });
  const totals: readonly Cell[] = [
    'Total',
    sum(
      'B',
      months.reduce((all, { hours }) => all + hours, 0),
    ),
    cost.total === null ? null : sum('C', cost.total),
    sum(
      'D',
      months.reduce((all, { requests }) => all + (requests ?? 0), 0),
    ),
    sum(
      'E',
      months.reduce((all, { completed }) => all + (completed ?? 0), 0),
    ),
  ];
  add(sheet, [totals], 'bold');
  sheet.formats = { 3: MONEY, 4: '#,##0', 5: '#,##0', 6: MONEY_EXACT };
}

function addSummary(sheet: Sheet, run: RunDocument, { lastRow }: LedgerSheet, isApproximate: boolean): void {
  const { cost, horizon, latencySeconds } = run;
  add(sheet, [[run.name]], 'title');
  add(sheet, [[horizonLine(run)], [run.verdict], [run.bottleneck.sentence]]);
  add(sheet, [[isApproximate ? QUICK_ESTIMATE_NOTE : '']]);
  if (run.exactAmounts !== undefined) add(sheet, [[EXACT_NOTE]]);
  header(sheet, ['Figure', 'Value', 'Unit']);
  const totalRow = sheet.rows.length + 1;
  const total: Cell =
    cost.total === null ? null : { formula: `SUM(Ledger!G2:G${lastRow})`, result: cost.total };
  add(sheet, [
    ['Cost of the horizon', total, cost.currency],
    ['Hours of the horizon', horizon.hours, 'h'],
    [
      'Cost a month (730 h)',
      run.costPerMonth === null
        ? null
        : { formula: `B${totalRow}/B${totalRow + 1}*730`, result: run.costPerMonth },
      cost.currency,
    ],
    ['Requests completed', run.requests.completed, 'requests'],
    [
      'Cost per completed request',
      run.unitCost.perRequest === null
        ? null
        : { formula: `B${totalRow}/B${totalRow + 3}`, result: run.unitCost.perRequest },
      cost.currency,
    ],
    ['Cost per million tokens', run.unitCost.perMillionTokens, cost.currency],
    ...(isGenerating(run)
      ? [
          ['Cost per million output tokens', run.unitCost.perMillionOutputTokens, cost.currency],
          ['TTFT p95', latencySeconds.ttft.p95, 's'],
          ['TPOT p95', latencySeconds.tpot.p95, 's'],
        ]
      : [['Time to the vector p95', latencySeconds.endToEnd.p95, 's']]),
    ...fleetSummary(run),
    [],
    ...run.prices.map((price): Cell[] => [
      `Price of ${price.pool}`,
      price.unitPrice,
      `${cost.currency} per ${price.unit}`,
      price.source,
      price.readOn ?? null,
    ]),
    [],
    ['Idle and at work: a replica with one request in hand counts as busy, though it may take more.'],
    [`Not included: ${run.excluded.join(', ')}.`],
    ...traceLines(run).map((line): Cell[] => [line]),
    ...provenance(run).map((line): Cell[] => [line]),
  ]);
  sheet.formats = { 2: '#,##0.######' };
}

/** To the micro-unit, as text: a cell counts to 15 digits. */
function addExactAmounts(book: Book, { exactAmounts, cost }: RunDocument): void {
  if (exactAmounts === undefined) return;
  const sheet = addSheet(book, 'Exact amounts');
  header(sheet, ['Figure of forecast.json', `${cost.currency}, exactly`]);
  add(sheet, Object.entries(exactAmounts));
}

function addUsage(book: Book, { spec, usage }: ReportInput): void {
  const size = spec.hours * spec.accounts.length <= MOST_ROWS ? 1 : 24;
  const sheet = addSheet(book, 'Usage');
  header(sheet, ['From (UTC)', 'Workload', 'Tenant', 'Pool', ...ACCOUNT_COLUMNS]);
  for (let from = 0; from < (usage.stop?.hours ?? spec.hours); from += size) {
    for (const [index, { workload, tenant }] of spec.accounts.entries()) {
      const columns = usage.accounts[index];
      const { id, pool } = spec.workloads[workload];
      add(sheet, [
        [
          hourStart(spec, from),
          id,
          tenant,
          spec.pools[pool].id,
          ...ACCOUNT_COLUMNS.map((name) =>
            spec.pools[pool].isEncoder === true && OF_GENERATION.has(name)
              ? null
              : columns[name].subarray(from, from + size).reduce((sum, value) => sum + value, 0),
          ),
        ],
      ]);
    }
  }
  sheet.frozenRows = 1;
}
