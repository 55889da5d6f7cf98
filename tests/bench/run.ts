import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { CASES } from './cases.ts';

type Row = Record<string, number | string>;

/**
 * `npm run bench` measures every case in a process of its own, one at a time, and prints a table and
 * the same as JSON. Absolute rates are of this machine and hour; the two ratios are not: how many
 * times the step-by-step oracle, and what share of a bare loop over a binary heap, in the same process.
 */
const wanted = process.argv.slice(2);
const rows: Row[] = CASES.filter(({ name }) => wanted.length === 0 || wanted.includes(name)).map(
  ({ name }) => {
    process.stderr.write(`${name} ...\n`);
    const script = join(import.meta.dirname, 'runCase.ts');
    return JSON.parse(execFileSync(process.execPath, [script, name], { encoding: 'utf8' })) as Row;
  },
);

const columns = Object.keys(rows[0] ?? {});
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
process.stdout.write(
  [
    `${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`,
    '',
    line(columns),
    line(columns.map((column) => (column === 'name' ? '---' : '---:'))),
    ...rows.map((row) => line(columns.map((column) => row[column].toLocaleString('en-GB')))),
    '',
    JSON.stringify(rows),
    '',
  ].join('\n'),
);
