// `npm run check`, which `npm test` calls on the project's Node: every test runner in turn, then one line that adds
// up their own reports.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Preparation, prepareBrowserTests } from './prepareBrowserTests.ts';
import { ROOT } from './runTool.ts';
import {
  closingLine,
  lostFiles,
  readPlaywrightReport,
  readVitestReport,
  type Report,
  type RunnerEnd,
  tally,
  withRepeated,
} from './testTally.ts';

type Runner = {
  name: string;
  script: string;
  args: string[];
  prepare?(): Promise<Preparation>;
  read(report: string): Report;
  /** Of files whose process died; undefined of a runner that has no such. */
  repeat?: ((files: readonly string[]) => Runner) | undefined;
};

/** More files than these are lost to something else than V8, which ends a process now and then while threads end in it. */
const MOST_REPEATED = 3;

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
  repeat: (files) => ({ ...vitest(name, ...files), repeat: undefined }),
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

async function run({ name, script, args, prepare, read, repeat }: Runner): Promise<RunnerEnd> {
  const { environment, excuse } = (await prepare?.()) ?? {};
  const command = [join(ROOT, 'node_modules', script), ...args];
  const { status } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  try {
    const text = readFileSync(reportOf(name), 'utf8');
    const end = { name, status, report: read(text), excuse };
    if (status === 0 || repeat === undefined) return end;
    const lost = lostFiles(text, filesOf(name));
    if (lost.files.length === 0 || lost.files.length > MOST_REPEATED) return end;
    return withRepeated(end, await run(repeat(lost.files)), lost);
  } catch {
    return { name, status, report: undefined, excuse };
  }
}

/** The files of a project of Vitest. */
function filesOf(project: string): string[] {
  const args = ['list', '--filesOnly', '--json', '--project', project];
  const { stdout } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), ...args],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return (JSON.parse(stdout) as { file: string }[]).map(({ file }) => file);
}

rmSync(join(ROOT, '.reports'), { recursive: true, force: true });
mkdirSync(join(ROOT, '.reports'));
const ends: RunnerEnd[] = [];
for (const runner of RUNNERS) ends.push(await run(runner));
const { complaints, warnings, ...counts } = tally(ends);
for (const line of [...warnings, ...complaints]) process.stderr.write(`${line}\n`);
process.stdout.write(`${closingLine(counts)}\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
