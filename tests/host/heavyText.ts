import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { cpuPace } from '../tooling/machinePace.ts';
import { replayScenario, smallScenario } from './cliRunner.ts';
import { measuredRun } from './measuredRun.ts';

/** A command over a file that is heavy on purpose; the file is `heavy`. */
export interface HeavyText {
  readonly args: readonly string[];
  readonly text: () => string;
  /** Beside it, where the command is about another file. */
  readonly scenario?: string;
  readonly code: 0 | 2;
  readonly says: RegExp;
}

const small = smallScenario();
const validate = (text: () => string, code: 0 | 2, says: RegExp): HeavyText => ({
  args: ['validate', 'heavy'],
  text,
  code,
  says,
});
const numbered = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');
const FOCUS = 'BilledCost,ChargePeriodStart,ServiceName\n';
const ROW = '1.5,2026-01-01,Compute\n';
/** A quote that is never closed, after a megabyte of rows and before the rest of `bytes`. */
const unclosed = (header: string, row: string, bytes: number): string =>
  `${header}${row.repeat(1_000_000 / row.length)}"${row.repeat((bytes - 1_000_000) / row.length)}`;

/** What is tried at every change. */
export const HEAVY: Readonly<Record<string, HeavyText>> = {
  'a hundred thousand unknown keys': validate(
    () => small + numbered(100_000, (at) => `key${at}: ${at}\n`),
    2,
    /and 99,900 more\n$/,
  ),
  'lists a hundred thousand deep': validate(
    () => `a: ${'['.repeat(100_000)}`,
    2,
    /nested more than 100 deep/,
  ),
  'a cost file with a quote that is never closed': {
    args: ['costs', 'heavy'],
    text: () => unclosed(FOCUS, ROW, 4_000_000),
    code: 2,
    says: /^heavy:\d+: a quote is never closed: .{5,80}\n$/m,
  },
};

/** What takes longer, and is tried by `npm run long`. */
export const HEAVIER: Readonly<Record<string, HeavyText>> = {
  'a million values': validate(() => `a: [${'1, '.repeat(600_000)}]`, 2, /more than 1,000,000 keys/),
  'a flood of syntax errors': validate(() => '[}'.repeat(500_000), 2, /not valid YAML/),
  'ten thousand wrong workloads': validate(
    () =>
      small.replace(
        'workloads:\n',
        `workloads:\n${'  - { arrivals: { process: poisson, x: 1 } }\n'.repeat(4900)}`,
      ),
    2,
    /and [\d,]+ more|is too large/,
  ),
  'aliases of aliases': validate(
    () => `a0: &a0 [x, x]\n${numbered(90, (at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`)}`,
    2,
    /once its aliases are written out/,
  ),
  'a cost file of 64 MB with a quote that is never closed': {
    args: ['costs', 'heavy'],
    text: () => unclosed(FOCUS, ROW, 64_000_000),
    code: 2,
    says: /^heavy:\d+: the row has no end within/m,
  },
  'a table of prices of 60 MB with a quote that is never closed': {
    args: ['prices', 'import', 'heavy', '--to', 'none.yaml'],
    text: () =>
      unclosed('provider,instance_type,region,gpu_count,price\n', 'gcp,a3,us,8,88.49\n', 60_000_000),
    code: 2,
    says: /the row has no end within/,
  },
  'measurements of 60 MB with a quote that is never closed': {
    args: ['calibrate', 'heavy'],
    text: () =>
      unclosed(
        'kind,gpu,model,precision,engine,input_tokens,output_tokens,tpot_ms\n',
        'a,h,m,p,e,1,1,1\n',
        60_000_000,
      ),
    code: 2,
    says: /the row has no end within/,
  },
  'a trace of 64 MB with a quote that is never closed': {
    args: ['validate', 'scenario.yaml'],
    scenario: replayScenario('heavy'),
    text: () => unclosed('t,p,o\n', '0,1,1\n', 64_000_000),
    code: 2,
    says: /the row has no end within/,
  },
  'a report nested a hundred thousand deep': {
    args: ['accuracy', 'heavy'],
    text: () => `${'{"benchmarks":['.repeat(100_000)}${']}'.repeat(100_000)}`,
    code: 2,
    says: /no benchmark report/,
  },
  'a hundred thousand prices of one instance each': {
    args: ['prices', 'import', 'heavy', '--to', 'none.yaml'],
    text: () =>
      `provider,instance_type,region,gpu,gpu_count,price\n${numbered(100_000, (at) => `gcp,a${at},us,H100,8,${at + 1}.5\n`)}`,
    code: 2,
    says: /would make .* prices/,
  },
};

/** CPU seconds and bytes of memory that an answer may take, of a child process with all its threads. */
const MOST_CPU_SECONDS = 5;
const MOST_MB = 1024;

/** Runs the command line over a heavy text in a process of its own, and judges its answer and what it took. */
export function expectBounded(directory: string, { args, text, scenario, code, says }: HeavyText): void {
  writeFileSync(join(directory, 'heavy'), text());
  if (scenario !== undefined) writeFileSync(join(directory, 'scenario.yaml'), scenario);
  const pace = cpuPace();
  const { code: ended, stdout, stderr, cpuMs, mostMB } = measuredRun(args, { directory });
  expect(stdout + stderr).toMatch(says);
  expect(ended).toBe(code);
  expect((stdout + stderr).length).toBeLessThan(100_000);
  expect(cpuMs / 1000 / Math.max(pace, cpuPace())).toBeLessThan(MOST_CPU_SECONDS);
  expect(mostMB).toBeLessThan(MOST_MB);
}
