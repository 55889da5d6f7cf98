import { thousands } from '../../scenario/reading/thousands.ts';
import type { MemoryPlanInput, MemoryPlan } from '../memory/memoryPlan.ts';
import { contextFit, holdsOne } from '../memory/contextFit.ts';
import {
  HIGH_SHARE,
  LITTLE_BESIDE_BYTES,
  type StartUpDoubt,
  startUpDoubts,
} from '../memory/startUpDoubts.ts';
import type { Parallelism } from '../model/parallelism.ts';
import type { PlanNames } from './checkContext.ts';
import type { PhysicsProblem } from './physicsProblem.ts';

const GIB = 2 ** 30;

interface WarnedPlan extends MemoryPlanInput {
  readonly parallel: Parallelism;
  /** Undefined where no engine is named: nobody's habits at its start are known then. */
  readonly engineFamily: string | undefined;
}

/** What speaks against the start of a pool whose plan fits, in words; that it does not hold one request is told by `checkContext`. */
export function startUpWarnings(
  plan: MemoryPlan,
  input: WarnedPlan,
  { where }: PlanNames,
): readonly PhysicsProblem[] {
  const longest = input.maxModelLength ?? input.model.maxContext;
  const fit = contextFit(plan, longest, input.parallel.data);
  const gib = (bytes: number) => (bytes / GIB).toFixed(1);
  const told: Readonly<Record<StartUpDoubt, PhysicsProblem | undefined>> = {
    'few-contexts': holdsOne(fit)
      ? {
          path: ['maxModelLength'],
          message: `the KV cache of ${where} holds ${fit.held.toFixed(1)} of the longest requests, ${thousands(longest)} tokens, at once`,
          suggestion:
            'say how long requests are where they are shorter; more GPUs a replica or another precision leave more',
        }
      : undefined,
    'high-share': {
      path: ['memoryUtilization'],
      message: `${plan.memoryUtilization} is more than an engine takes by itself: starts with 0.95 have run out of memory`,
      suggestion: `use up to ${HIGH_SHARE}`,
    },
    'little-beside': {
      path: ['memoryUtilization'],
      message: `leaves ${gib(plan.deviceBytes - plan.usableBytes)} GiB of ${where.replace(/^\d+ × /, '')} beside it: starts with less than ${gib(LITTLE_BESIDE_BYTES)} have run out of memory while CUDA graphs were captured`,
      suggestion: 'use less, or cudaGraphs: false',
    },
  };
  return startUpDoubts(plan, input).flatMap((doubt) => {
    const isOfNamed = doubt === 'few-contexts' || input.engineFamily !== undefined;
    const warning = isOfNamed ? told[doubt] : undefined;
    return warning === undefined ? [] : [warning];
  });
}
