import type { ReportTable } from '../../host/api/types.ts';
import { shell } from '../shell/shell.ts';
import { tableCsv } from './tableCsv.ts';

/** Lets the person keep a table as a file; its name says so where the figures are quick estimates. */
export async function saveTableCsv(table: ReportTable, name: string, isApproximate: boolean): Promise<void> {
  const base = `${name}${isApproximate ? ' quick estimate' : ''}`
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  await shell.saveFile(new File([tableCsv(table)], `${base}.csv`, { type: 'text/csv' }));
}
