// `npm test`: every test runner in turn, then one line that adds up their own reports.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './runTool.ts';
import { closingLine, type Counts, readVitestReport, type RunnerEnd, tally } from './testTally.ts';

type Runner = { name: string; script: string; args: string[]; read(report: string): Counts };

const vitest = (name: string, ...args: string[]): Runner => ({
  name,
  script: 'vitest/vitest.mjs',
  args: [
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportOf(name)}`,
    ...args,
  ],
  read: readVitestReport,
});

/** In this order: coverage slows the engine, so theory goes without, and ratios of wall times last and alone. */
const RUNNERS = [vitest('tests', '--coverage'), vitest('theory'), vitest('perf')];

function reportOf(name: string): string {
  return join(ROOT, '.reports', `${name}.json`);
}

function run({ name, script, args, read }: Runner): RunnerEnd {
  const command = [join(ROOT, 'node_modules', script), ...args];
  const { status } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    return { name, status, report: read(readFileSync(reportOf(name), 'utf8')) };
  } catch {
    return { name, status, report: undefined };
  }
}

rmSync(join(ROOT, '.reports'), { recursive: true, force: true });
mkdirSync(join(ROOT, '.reports'));
const { complaints, ...counts } = tally(RUNNERS.map(run));
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.stdout.write(`${closingLine(counts)}\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
