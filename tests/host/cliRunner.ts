import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { endWith } from '../../host/cli/endWith.ts';
import { runProgram } from '../../host/cli/program.ts';

const CLI = fileURLToPath(new URL('../../host/cli.ts', import.meta.url));

export interface CliAnswer {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A desk of its own for the real command line: a directory to work in and a home, both empty at first. */
export interface Desk {
  readonly directory: string;
  readonly home: string;
  write(name: string, content: string): string;
  /** Every file below directory and home, sorted. */
  files(): string[];
  run(args: readonly string[], options?: RunOptions): Promise<CliAnswer>;
  clear(): void;
}

interface RunOptions {
  /** Called with the process as soon as it is started. */
  readonly onStart?: (child: {
    kill(signal: NodeJS.Signals): boolean;
    readonly exitCode: number | null;
  }) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** Closes our end of standard output before anything is written to it. */
  readonly closeOutput?: boolean;
}

export function openDesk(): Desk {
  const root = mkdtempSync(join(tmpdir(), 'fleetcast-cli-'));
  const directory = join(root, 'work');
  const home = join(root, 'home');
  mkdirSync(directory);
  mkdirSync(home);
  return {
    directory,
    home,
    write: (name, content) => {
      writeFileSync(join(directory, name), content);
      return name;
    },
    files: () => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort(),
    run: (args, options = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [CLI, ...args], {
          cwd: directory,
          env: { PATH: process.env.PATH, HOME: home, LOCALAPPDATA: home, ...options.env },
        });
        let stdout = '';
        let stderr = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
        child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
        child.on('error', reject);
        child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
        if (options.closeOutput === true) child.stdout.destroy();
        options.onStart?.(child);
      }),
    clear: () => rmSync(root, { recursive: true, force: true }),
  };
}

/**
 * The command line in this process, at a desk if one is given, which is quicker: for what does not hang on a
 * process of its own. One at a time, as a process has one working directory.
 */
export async function runHere(args: readonly string[], desk?: Desk): Promise<Omit<CliAnswer, 'signal'>> {
  let stdout = '';
  let stderr = '';
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => (stdout += String(text)) !== '');
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => (stderr += String(text)) !== '');
  // Whoever reads it is no terminal, whatever this process writes to.
  const terminals = [process.stdout, process.stderr].map((stream) => {
    const { isTTY } = stream;
    stream.isTTY = false;
    return () => (stream.isTTY = isTTY);
  });
  const before = process.cwd();
  if (desk !== undefined) {
    process.chdir(desk.directory);
    vi.stubEnv('FLEETCAST_DATA', join(desk.home, 'data'));
  }
  try {
    const code = await runProgram(args).catch((error: unknown) => endWith(error));
    return { code, stdout, stderr };
  } finally {
    process.chdir(before);
    vi.unstubAllEnvs();
    for (const restore of terminals) restore();
    out.mockRestore();
    err.mockRestore();
  }
}

/** A small scenario; the texts replace what is here by default. */
export function smallScenario({ horizon = 'days: 2', replications = 2, more = '' } = {}): string {
  return `fleetcast: 1
name: Small
horizon: { ${horizon} }
fidelity: { mode: every, replications: ${replications} }
workloads:
  - id: chat
    tenant: support
    arrivals: { process: poisson, ratePerSecond: 0.3 }
    promptTokens: { lognormal: { p50: 1020, p90: 2735 }, max: 8192 }
    outputTokens: { lognormal: { p50: 129, p90: 424 }, max: 1000 }
    target: h100
    slo: { ttftSeconds: 1.0, percentile: 0.95 }
pools:
  - id: h100
    replicas: 2
    gpusPerReplica: 1
    batching: { maxSequences: 64, maxBatchedTokens: 2048, kvBlocks: 20000 }
    stepTime: { linear: { baseMs: 18, perPromptTokenMs: 0.06, perSequenceMs: 0.06, perContextTokenMs: 0.000022 } }
    price: { perGpuHour: 3.5 }
${more}`;
}

/** A replay of a CSV trace with the columns t, p and o. */
export function replayScenario(trace: string): string {
  return `fleetcast: 1
name: Replay
horizon: { trace: true }
workloads:
  - id: replayed
    arrivals: { trace: ${trace}, format: csv, columns: { arrivalSeconds: t, promptTokens: p, outputTokens: o } }
    target: h100
pools:
  - id: h100
    replicas: 1
    gpusPerReplica: 1
    batching: { kvBlocks: 1000 }
    stepTime: { linear: { baseMs: 18, perPromptTokenMs: 0.06, perSequenceMs: 0.06, perContextTokenMs: 0.000022 } }
`;
}

/** A run's document without the two fields that may differ between equal runs. */
export function comparable(json: string): unknown {
  const run = JSON.parse(json) as { fleetcast: { workers?: number; wallSeconds?: number } };
  delete run.fleetcast.workers;
  delete run.fleetcast.wallSeconds;
  return run;
}
