import ExcelJS from 'exceljs';
import { heldCommitments } from '../../../engine/pricing/commitments/heldCommitment.ts';
import { settledHours } from '../../../engine/pricing/commitments/settleUnits.ts';
import { fromMicros, totalMicros } from '../../../engine/pricing/money.ts';
import type { CommittedScenario } from './commitScenario.ts';
import type { CommitDocument } from './commitResult.ts';
import { commitSections } from './commitSections.ts';

const MONEY = '#,##0.00';
const MONEY_EXACT = '#,##0.000000';

/**
 * The memo as a workbook: the verdict, every table, and the hours of the likeliest case under the cheapest portfolio as
 * evidence, with live totals. Its totals are the ledger's: used + unused + on demand.
 */
export async function commitWorkbook(
  document: CommitDocument,
  committed: CommittedScenario,
): Promise<Uint8Array<ArrayBuffer>> {
  const book = new ExcelJS.Workbook();
  book.creator = 'Fleetcast';
  const summary = book.addWorksheet('Memo');
  summary.addRow([document.name]).font = { bold: true };
  summary.addRow([document.verdict]);
  for (const line of [...document.assumptions, `Not included: ${document.excluded.join(', ')}.`]) {
    summary.addRow([line]);
  }
  for (const { title, table, notes } of commitSections(document)) {
    summary.addRow([]);
    summary.addRow([title]).font = { bold: true };
    summary.addRow(table.columns.map(({ label }) => label)).font = { italic: true };
    for (const { cells } of table.rows) {
      summary.addRow(cells.map((cell, column) => (table.columns[column].isNumber ? numberOf(cell) : cell)));
    }
    for (const note of notes) summary.addRow([note]);
  }
  summary.getColumn(1).width = 32;
  addHours(book, committed);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A cell of a table as a number where it is one, so that it can be added up. */
function numberOf(cell: string): string | number {
  const isShare = cell.endsWith('%');
  const value = Number((isShare ? cell.slice(0, -1) : cell).replaceAll(',', '').replace('−', '-'));
  if (cell.trim() === '' || !Number.isFinite(value)) return cell;
  return isShare ? value / 100 : value;
}

function addHours(book: ExcelJS.Workbook, { setting, plan }: CommittedScenario): void {
  const { cases, prices, pools, held, startEpochSeconds, hours } = setting;
  const [likeliest] = [...cases].sort((a, b) => b.probability - a.probability);
  const bought = plan.cheapest.purchases.map(({ commitment }) => commitment);
  const commitments = heldCommitments([...held, ...bought], pools, prices, startEpochSeconds);
  const settled = settledHours(prices, commitments, likeliest.units, hours);
  const sheet = book.addWorksheet('Hours');
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
  sheet.addRow([`Hours (UTC) if growth is ${likeliest.name}, under the cheapest portfolio`]).font = {
    bold: true,
  };
  const totals = sheet.addRow(['Total']);
  for (let column = 0; column < 4; column++) {
    const letter = sheet.getColumn(sumFrom + column).letter;
    const micros = totalMicros(rows.map((row) => row.micros[column]));
    totals.getCell(sumFrom + column).value = {
      formula: `SUM(${letter}${first}:${letter}${last})`,
      result: fromMicros(micros),
    };
  }
  totals.font = { bold: true };
  sheet.addRow(['Hour', ...ids]).font = { italic: true };
  for (const { start, units, micros } of rows) sheet.addRow([start, ...units, ...micros.map(fromMicros)]);
  sheet.views = [{ state: 'frozen', ySplit: 3 }];
  sheet.getColumn(1).width = 18;
  for (let column = 0; column < 4; column++) {
    sheet.getColumn(sumFrom + column).numFmt = column === 3 ? MONEY : MONEY_EXACT;
    sheet.getColumn(sumFrom + column).width = 16;
  }
}
