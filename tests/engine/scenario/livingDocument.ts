import { poolBatching } from '../../../engine/serving/physics/poolBatching.ts';
import type { StartUpSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { parseScenario } from '../../../engine/scenario/parse.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import { resolveScenario } from '../../../engine/scenario/resolve.ts';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';

const PHYSICS = {
  kvBlocks: 9,
  stepTime: {
    kind: 'linear',
    baseSeconds: 1,
    perPromptTokenSeconds: 0,
    perSequenceSeconds: 0,
    perContextTokenSeconds: 0,
  },
} as const;

/** What of a document can be said in one of these tests; the rest is small and right. */
export interface LivingParts {
  readonly horizon?: string;
  readonly arrivals?: string;
  /** As the catalogue has it. */
  readonly startUp?: StartUpSpec;
}

/** A scenario of one pool `p` with some keys. */
function livingDocument(
  pool: string,
  {
    horizon = '{ start: 2026-01-01, days: 1 }',
    arrivals = '{ process: poisson, ratePerSecond: 1 }',
  }: LivingParts = {},
): string {
  const workload = `{ id: w, target: p, arrivals: ${arrivals}, promptTokens: 1, outputTokens: 1 }`;
  return `{ fleetcast: 1, name: n, horizon: ${horizon}, workloads: [${workload}], pools: [{ id: p, stepTime: { linear: { baseMs: 1 } }, batching: { kvBlocks: 9 }, ${pool} }] }`;
}

/** What is wrong with it. */
export function livingProblemsOf(pool: string, parts?: LivingParts): readonly Problem[] {
  const parsed = parseScenario(livingDocument(pool, parts), 'f');
  return 'problems' in parsed ? parsed.problems : [];
}

/** Its pool as simulation takes it. Throws for one that is wrong. */
export function resolvedPool(pool: string, parts: LivingParts = {}): PoolSpec {
  const parsed = parseScenario(livingDocument(pool, parts), 'f');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return resolveScenario(parsed.document, {
    pools: [
      {
        ...PHYSICS,
        batching: poolBatching(parsed.document.pools[0].batching, { engines: [] }),
        ...(parts.startUp && { startUp: parts.startUp }),
      },
    ],
    traces: new Map(),
  }).pools[0];
}
