// `npm run check`, which `npm test` calls on the project's Node: every test runner in turn, then one line that adds
// up their own reports.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Preparation, prepareBrowserTests } from './prepareBrowserTests.ts';
import { ROOT } from './runTool.ts';
import {
  closingLine,
  readPlaywrightReport,
  readVitestReport,
  type Report,
  type RunnerEnd,
  tally,
} from './testTally.ts';

type Runner = {
  name: string;
  script: string;
  args: string[];
  prepare?(): Promise<Preparation>;
  read(report: string): Report;
};

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

/** Its settings name the report, `.reports/app.json`. */
const app: Runner = {
  name: 'app',
  script: '@playwright/test/cli.js',
  args: ['test', '--config', 'tests/app/playwright.config.ts'],
  prepare: prepareBrowserTests,
  read: readPlaywrightReport,
};

/** In this order: coverage slows the engine, so only its own tests go with it, and ratios of wall times last and alone. */
const RUNNERS = [vitest('engine', '--coverage'), vitest('tests'), vitest('theory'), app, vitest('perf')];

function reportOf(name: string): string {
  return join(ROOT, '.reports', `${name}.json`);
}

async function run({ name, script, args, prepare, read }: Runner): Promise<RunnerEnd> {
  const { environment, excuse } = (await prepare?.()) ?? {};
  const command = [join(ROOT, 'node_modules', script), ...args];
  const { status } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  try {
    return { name, status, report: read(readFileSync(reportOf(name), 'utf8')), excuse };
  } catch {
    return { name, status, report: undefined, excuse };
  }
}

rmSync(join(ROOT, '.reports'), { recursive: true, force: true });
mkdirSync(join(ROOT, '.reports'));
const ends: RunnerEnd[] = [];
for (const runner of RUNNERS) ends.push(await run(runner));
const { complaints, warnings, ...counts } = tally(ends);
for (const line of [...warnings, ...complaints]) process.stderr.write(`${line}\n`);
process.stdout.write(`${closingLine(counts)}\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
