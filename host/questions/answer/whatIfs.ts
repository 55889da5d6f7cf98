import type { Forecast } from '../../../engine/forecast.ts';
import { type HighestRate, highestRate, scaleDemand } from '../../../engine/planning/size/highestRate.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { slowerSteps } from '../../../engine/serving/stepTime/slowerSteps.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import { hasRoom, missedText } from './levelText.ts';
import { createDrafts, type DraftOptions, type Drafts } from './drafts.ts';
import {
  type ReplicaChange,
  type ReplicaChanges,
  replicaChanges,
  togetherFewer,
} from './size/replicaChanges.ts';

/** The same for both: each look at a limit simulates typical hours once more, with more demand at more cost. */
const LIMIT = { precision: 0.05, ofRoom: 0.2, most: 4 };
/** Tried first, where there is room and where there is little. */
const FIRST = { roomy: 2, tight: 1 + LIMIT.precision };

/** How far something can be stretched before a promise is broken. */
export interface Limit {
  /** Times what the scenario says, up to which all promises are kept. */
  readonly factor: number;
  /** The least that was seen to be too much, and what is then missed where that was looked at; undefined where nothing tried was. */
  readonly broken: { readonly factor: number; readonly misses: string | undefined } | undefined;
}

/** What would be if a scenario were otherwise, by quick looks at typical hours. */
export interface WhatIfs {
  readonly isApproximate: boolean;
  readonly base: Forecast;
  /** Where it is false a quick look cannot tell, and nothing else is told. */
  readonly agrees: boolean;
  /** Other numbers of replicas, pool by pool; those with the largest part of the cost. */
  readonly replicas: readonly ReplicaChange[];
  /** Of several pools with fewer that do, all at once; undefined where that is one, or does not do. */
  readonly together: ReplicaChanges | undefined;
  /** Undefined where promises are kept at no demand tried, or with no steps. */
  readonly demand: Limit | undefined;
  readonly steps: Limit | undefined;
}

/** Which of them are asked for: a comparison brings its own alternatives. */
export interface WhatIfOptions extends DraftOptions {
  readonly withReplicas: boolean;
}

/**
 * What other numbers of replicas, more demand and slower steps would do to a scenario of which the full run is
 * `full`. Undefined for a trace too long to be simulated again and again. Throws the signal's reason.
 */
export async function whatIfs(
  prepared: PreparedRun,
  full: Forecast,
  options: WhatIfOptions,
): Promise<WhatIfs | undefined> {
  const drafts = await createDrafts(prepared, full, options);
  if (drafts === undefined) return undefined;
  const { base, agrees, isApproximate } = drafts;
  if (!agrees)
    return {
      base,
      agrees,
      isApproximate,
      replicas: [],
      together: undefined,
      demand: undefined,
      steps: undefined,
    };
  const { spec } = prepared;
  const replicas = options.withReplicas ? await replicaChanges(prepared, full, drafts) : [];
  return {
    base,
    agrees,
    isApproximate,
    replicas,
    together: await togetherFewer(prepared, full, drafts, replicas),
    demand: await limitOf(drafts, (factor) => scaleDemand(spec, factor)),
    steps: await limitOf(drafts, (factor) => withSlowerSteps(spec, factor)),
  };
}

async function limitOf(
  { base, simulate }: Drafts,
  stretched: (factor: number) => SimulationSpec,
): Promise<Limit | undefined> {
  const seen = new Map([[1, base]]);
  const found: HighestRate | undefined = await highestRate(
    1,
    async (factor) => {
      const forecast = seen.get(factor) ?? (await simulate(stretched(factor)));
      seen.set(factor, forecast);
      return forecast;
    },
    { ...LIMIT, first: hasRoom(base) ? FIRST.roomy : FIRST.tight },
  );
  if (found === undefined) return undefined;
  const by = found.firstMissed === undefined ? undefined : seen.get(found.firstMissed);
  const { factor, firstMissed = 0 } = found;
  return { factor, broken: by && { factor: firstMissed, misses: missedText(by) } };
}

function withSlowerSteps(spec: SimulationSpec, factor: number): SimulationSpec {
  return {
    ...spec,
    pools: spec.pools.map((pool) => ({ ...pool, stepTime: slowerSteps(pool.stepTime, factor) })),
  };
}
