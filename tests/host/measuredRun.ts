import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface MeasuredRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Processes of ours, it and what it started. */
  readonly processes: number;
  /** CPU of all of them with all their threads, and the most memory of one. */
  readonly cpuMs: number;
  readonly mostMB: number;
  /** Addresses of what they loaded. */
  readonly modules: readonly string[];
}

interface MeasuredOptions {
  /** Where it works; its home and data as well. */
  readonly directory: string;
  readonly node?: string;
  /** Beside host/. */
  readonly script?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs the command line as a process, to its end, with what it took and loaded. */
export function measuredRun(
  args: readonly string[],
  { directory, node = process.execPath, script = 'cli.ts', env = {} }: MeasuredOptions,
): MeasuredRun {
  const desk = mkdtempSync(join(tmpdir(), 'fleetcast-measured-'));
  const told = join(desk, 'told.jsonl');
  try {
    const { status, stdout, stderr } = spawnSync(
      node,
      [fileURLToPath(new URL(`../../host/${script}`, import.meta.url)), ...args],
      {
        cwd: directory,
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          HOME: directory,
          LOCALAPPDATA: directory,
          FLEETCAST_DATA: join(directory, 'data'),
          ...env,
          NODE_OPTIONS: `--import ${new URL('./tellLoad.mjs', import.meta.url).href}`,
          FLEETCAST_LOAD: told,
        },
      },
    );
    const processes = readFileSync(told, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { cpuMs: number; mostMB: number; modules: string[] });
    return {
      code: status,
      stdout,
      stderr,
      processes: processes.length,
      cpuMs: processes.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      mostMB: Math.max(...processes.map(({ mostMB }) => mostMB)),
      modules: processes.flatMap(({ modules }) => modules),
    };
  } finally {
    rmSync(desk, { recursive: true, force: true });
  }
}
