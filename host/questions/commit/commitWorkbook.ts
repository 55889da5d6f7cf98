import { heldCommitments } from '../../../engine/pricing/commitments/heldCommitment.ts';
import { settledHours } from '../../../engine/pricing/commitments/settleUnits.ts';
import { fromMicros, totalMicros } from '../../../engine/pricing/money.ts';
import {
  add,
  addSheet,
  type Book,
  bytesOf,
  columnLetter,
  MONEY,
  MONEY_EXACT,
} from '../../report/workbook.ts';
import type { CommittedScenario } from './commitScenario.ts';
import type { CommitDocument } from './commitResult.ts';
import { commitSections } from './commitSections.ts';

/**
 * The memo as a workbook: the verdict, every table, and the hours of the likeliest case under the cheapest portfolio as
 * evidence, with live totals. Its totals are the ledger's: used + unused + on demand.
 */
export async function commitWorkbook(
  document: CommitDocument,
  committed: CommittedScenario,
): Promise<Uint8Array<ArrayBuffer>> {
  const book: Book = [];
  const memo = addSheet(book, 'Memo');
  add(memo, [[document.name]], 'bold');
  const excluded = `Not included: ${document.excluded.join(', ')}.`;
  add(
    memo,
    [
      document.verdict,
      ...(document.earlier === undefined ? [] : [document.earlier]),
      ...document.assumptions,
      excluded,
    ].map((line) => [line]),
  );
  for (const { title, table, notes } of commitSections(document)) {
    add(memo, [[]]);
    add(memo, [[title]], 'bold');
    add(memo, [table.columns.map(({ label }) => label)], 'italic');
    add(
      memo,
      table.rows.map(({ cells }) =>
        cells.map((cell, column) => (table.columns[column].isNumber ? numberOf(cell) : cell)),
      ),
    );
    add(
      memo,
      notes.map((note) => [note]),
    );
  }
  memo.widths = { 1: 32 };
  addHours(book, committed);
  return bytesOf(book);
}

/** A cell of a table as a number where it is one, so that it can be added up. */
function numberOf(cell: string): string | number {
  const isShare = cell.endsWith('%');
  const value = Number((isShare ? cell.slice(0, -1) : cell).replaceAll(',', '').replace('−', '-'));
  if (cell.trim() === '' || !Number.isFinite(value)) return cell;
  return isShare ? value / 100 : value;
}

function addHours(book: Book, { setting, plan }: CommittedScenario): void {
  const { cases, prices, pools, held, startEpochSeconds, hours } = setting;
  const [likeliest] = [...cases].sort((a, b) => b.probability - a.probability);
  const bought = plan.cheapest.purchases.map(({ commitment }) => commitment);
  const commitments = heldCommitments([...held, ...bought], pools, prices, startEpochSeconds);
  const settled = settledHours(prices, commitments, likeliest.units, hours);
  const sheet = addSheet(book, 'Hours');
  const ids = [
    ...pools.map(({ id }) => `${id}, units`),
    'Used of commitments',
    'Unused',
    'On demand',
    'Cost',
  ];
  const first = 4;
  const last = first + hours - 1;
  const sumFrom = 2 + pools.length;
  const rows = settled.map(({ covered, unusedMicros, onDemand }, hour) => {
    const used = totalMicros(covered.flat().map(({ micros }) => micros));
    const unused = totalMicros(unusedMicros);
    const rest = totalMicros(onDemand.map(({ micros }) => micros));
    return {
      start: new Date((startEpochSeconds + hour * 3600) * 1000).toISOString().slice(0, 16),
      units: likeliest.units.map((column) => column[hour]),
      micros: [used, unused, rest, totalMicros([used, unused, rest])],
    };
  });
  add(sheet, [[`Hours (UTC) if growth is ${likeliest.name}, under the cheapest portfolio`]], 'bold');
  const totals = [0, 1, 2, 3].map((column) => {
    const letter = columnLetter(sumFrom + column);
    const micros = totalMicros(rows.map((row) => row.micros[column]));
    return { formula: `SUM(${letter}${first}:${letter}${last})`, result: fromMicros(micros) };
  });
  add(sheet, [['Total', ...pools.map(() => null), ...totals]], 'bold');
  add(sheet, [['Hour', ...ids]], 'italic');
  add(
    sheet,
    rows.map(({ start, units, micros }) => [start, ...units, ...micros.map(fromMicros)]),
  );
  sheet.frozenRows = 3;
  sheet.formats = Object.fromEntries(
    [MONEY_EXACT, MONEY_EXACT, MONEY_EXACT, MONEY].map((each, column) => [sumFrom + column, each]),
  );
  sheet.widths = { 1: 18, ...Object.fromEntries([0, 1, 2, 3].map((column) => [sumFrom + column, 16])) };
}
