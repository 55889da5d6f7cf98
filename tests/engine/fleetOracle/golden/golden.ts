import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { OracleRequest } from '../../oracle.ts';
import type { FleetSpec } from '../fleetTypes.ts';
import { goldenPoolSpec, goldenRetry } from './goldenDocument.ts';
import { goldenJobs } from './goldenJobs.ts';
import type { GoldenDocument } from './goldenTypes.ts';

export interface GoldenRow {
  readonly workload: string;
  readonly pool: string;
  readonly replica: number;
  readonly arrival: number;
  readonly prompt: number;
  readonly output: number;
  readonly start: number;
  readonly firstToken: number;
  readonly end: number;
  readonly outcome: string;
}

export interface GoldenPool {
  readonly id: string;
  readonly preemptions: number;
  readonly coldStartSeconds: readonly number[];
  /** By hour, kind and level: seconds, rises, shortfall of a minute. */
  readonly booked: readonly Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>[];
  /** t, wanted, requested, ready, draining, paid on demand, paid spot. */
  readonly timeline: readonly (readonly number[])[];
  readonly events: readonly (readonly [at: number, what: string, replica: number, kind: string])[];
  /** t, current, desired, reason, [value, proposal] of each metric. */
  readonly looks: readonly (readonly unknown[])[];
}

interface GoldenJobResult {
  readonly id: string;
  readonly done: number;
  readonly listed: number;
  readonly reason: string | null;
  readonly endedAt: number;
  readonly owed: number | null;
}

interface Expected {
  readonly what: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly countsByHour: readonly Readonly<Record<string, number>>[];
  readonly pools: readonly GoldenPool[];
  readonly jobs: readonly GoldenJobResult[];
}

export interface GoldenFleet extends Expected {
  readonly spec: FleetSpec;
  /** Who asks each pool: one workload each, or nobody. */
  readonly workloads: readonly string[];
  /** By pool, in order of arrival. */
  readonly requests: readonly (readonly OracleRequest[])[];
  readonly rows: readonly GoldenRow[];
}

function csv(path: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  });
}

/** A folder of golden fleets: the document as the oracle takes it, and what is expected. */
export function readGoldenFleet(folder: string): GoldenFleet {
  const document = parse(readFileSync(join(folder, 'scenario.yaml'), 'utf8')) as GoldenDocument;
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
  const workloads = document.pools.map(
    ({ id }) => document.workloads.find(({ target }) => target === id)?.id ?? '',
  );
  return {
    ...expected,
    spec: {
      hours: document.horizon.hours,
      startEpochSeconds: Date.parse(`${document.horizon.start}T00:00:00Z`) / 1000,
      jobs: goldenJobs(document),
      retries: document.pools.map(({ id }) =>
        goldenRetry(document.workloads.find(({ target }) => target === id)),
      ),
      pools: document.pools.map((pool) =>
        goldenPoolSpec(pool, (path) => readFileSync(join(folder, path), 'utf8')),
      ),
    },
    workloads,
    requests: workloads.map((id) =>
      (id === '' ? [] : csv(join(folder, `${id}.csv`))).map(
        ({ arrivalSeconds, promptTokens, outputTokens }) => ({
          arrival: Number(arrivalSeconds),
          prompt: Number(promptTokens),
          output: Number(outputTokens),
        }),
      ),
    ),
    rows: csv(join(folder, 'expected.csv')).map((row) => ({
      workload: row.workload,
      pool: row.pool,
      replica: Number(row.replica),
      arrival: Number(row.arrivalSeconds),
      prompt: Number(row.promptTokens),
      output: Number(row.outputTokens),
      start: Number(row.startSeconds),
      firstToken: Number(row.firstTokenSeconds),
      end: Number(row.endSeconds),
      outcome: row.outcome,
    })),
  };
}
