import type { SimulationSpec, TraceArrivalSpec } from '../../../../engine/scenario/spec.ts';
import { createRequestBatch } from '../../../../engine/workload/requestBatch.ts';
import { createTraceSource } from '../../../../engine/workload/trace/traceSource.ts';

/** A text in pieces of one size, as a file would come. */
export async function* inPieces(text: string, size = 7): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

export const CSV_COLUMNS = { arrivalSeconds: 'at', promptTokens: 'prompt', outputTokens: 'output' } as const;

/** A scenario that replays one trace, second 0 at 2024-05-12 00:00 UTC. */
export function traceSpec(arrivals: Partial<TraceArrivalSpec>): SimulationSpec {
  return {
    seed: 1,
    startEpochSeconds: Date.UTC(2024, 4, 12) / 1000,
    hours: 1,
    fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows: 'one' },
    workloads: [
      {
        id: 'replayed',
        pool: 0,
        arrivals: {
          kind: 'trace',
          path: 'trace',
          format: 'csv',
          columns: CSV_COLUMNS,
          rateScale: 1,
          promptScale: 1,
          outputScale: 1,
          repeat: false,
          keepClock: false,
          maxDisorderSeconds: 60,
          spreadTiesSeconds: 0,
          summary: { rows: 1, firstSeconds: 0, lastSeconds: 0, tenants: [], skipped: {} },
          accountOfTenant: { '': 0 },
          ...arrivals,
        },
      },
    ],
    pools: [],
    accounts: [{ workload: 0, tenant: 'all' }],
  };
}

export interface Replayed {
  readonly times: number[];
  readonly prompts: number[];
  readonly outputs: number[];
  readonly cached: number[];
  readonly accounts: number[];
  /** How often the file was opened, and how often left. */
  readonly opened: number;
  readonly closed: number;
}

/** All requests of a trace's text. */
export async function replay(
  text: string,
  arrivals: Partial<TraceArrivalSpec> = {},
  options: { toSeconds?: number; piece?: number; capacity?: number } = {},
): Promise<Replayed> {
  const replayed = {
    times: [],
    prompts: [],
    outputs: [],
    cached: [],
    accounts: [],
    opened: 0,
    closed: 0,
  } as Replayed & {
    opened: number;
    closed: number;
  };
  async function* open(path: string): AsyncGenerator<string> {
    if (path !== 'trace') throw new Error(`opened ${path}`);
    replayed.opened++;
    try {
      yield* inPieces(text, options.piece);
    } finally {
      replayed.closed++;
    }
  }
  const source = createTraceSource(traceSpec(arrivals), 0, open, options.toSeconds ?? 3600);
  const batch = createRequestBatch(options.capacity ?? 3);
  for (;;) {
    await source.fill(batch);
    if (batch.count === 0) return replayed;
    for (let i = 0; i < batch.count; i++) {
      replayed.times.push(batch.arrivalSeconds[i]);
      replayed.prompts.push(batch.promptTokens[i]);
      replayed.outputs.push(batch.outputTokens[i]);
      replayed.cached.push(batch.cachedTokens[i]);
      replayed.accounts.push(batch.account[i]);
    }
  }
}
