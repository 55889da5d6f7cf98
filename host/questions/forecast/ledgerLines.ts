import { grouped } from '../../../engine/finance/plainText.ts';
import type { Ledger } from '../../../engine/pricing/ledger.ts';
import { type Micros, plusMicros, writtenMicros } from '../../../engine/pricing/money.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { hourStart } from './reportInput.ts';
import { number, type ReportRow, type ReportSection, text } from '../../report/reportSection.ts';
import type { RunDocument } from './runDocument.ts';

/** Enough to see how the ledger goes; the whole of it is in ledger.csv. */
const MOST_LINES = 24;

/** The first lines of the ledger, an hour and pool each, with a last row that says what the others come to. */
export function ledgerLines(run: RunDocument, spec: SimulationSpec, ledger: Ledger): ReportSection {
  const rows: ReportRow[] = [];
  let rest: Micros = 0;
  let restLines = 0;
  let total: Micros = 0;
  for (let hour = 0; hour < ledger.hours; hour++) {
    for (const { pool, poolId, quantity, unitPrice, unitPrices, amountMicros, idleMicros } of ledger.series) {
      if (amountMicros[hour] === 0) continue;
      total = plusMicros(total, amountMicros[hour]);
      if (rows.length >= MOST_LINES) {
        rest = plusMicros(rest, amountMicros[hour]);
        restLines++;
        continue;
      }
      rows.push({
        cells: [
          hourStart(spec, hour),
          poolId,
          // Where replicas come and go a unit may be there for a part of an hour.
          grouped(quantity[hour], spec.pools[pool]?.living === undefined ? 0 : 3),
          grouped(unitPrices?.[hour] ?? unitPrice, 4),
          grouped(writtenMicros(amountMicros[hour]), 6),
          grouped(writtenMicros(idleMicros[hour]), 6),
        ],
      });
    }
  }
  if (restLines > 0) {
    rows.push({
      cells: [`… and ${grouped(restLines)} more lines`, '', '', '', grouped(writtenMicros(rest), 6), ''],
    });
  }
  rows.push({ tone: 'total', cells: ['Total', '', '', '', grouped(writtenMicros(total), 6), ''] });
  const { currency } = run.cost;
  return {
    title: 'Ledger lines',
    table: {
      columns: [
        text('Hour (UTC)'),
        text('Pool'),
        number('Units'),
        number(`${currency} per unit`),
        number(currency),
        number('of which idle'),
      ],
      rows,
    },
    notes: ['The whole ledger is in the export ledger.csv and on the sheet Ledger of the workbook.'],
  };
}
