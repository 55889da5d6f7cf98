import {
  choiceOf,
  choicesOf,
  isSameChoice,
  type LivingChoice,
  type LivingGrid,
  rangedController,
  withChoice,
} from '../../../engine/planning/size/livingChoice.ts';
import { livingGrid } from '../../../engine/planning/size/livingGrid.ts';
import {
  leastLivingCost,
  type LivingSearch,
  livingSearch,
} from '../../../engine/planning/size/livingSearch.ts';
import { onlyPool } from '../../../engine/planning/size/onlyPool.ts';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import type { MakeWindowRunner } from '../../run/windowRunners.ts';
import { deploymentDrafts } from './deploymentDrafts.ts';

/** More ways to set an autoscaler than this are not tried. */
const MOST_CHOICES = 1000;

export interface LivingSizeRequest {
  /** Index of the pool. */
  readonly pool: number;
  readonly grid: Partial<LivingGrid>;
  readonly makeRunner: MakeWindowRunner;
  readonly signal: AbortSignal;
  onProgress?(done: number, all: number, bestCostPerMonth: number | undefined): void;
}

/** What a search of an autoscaler's settings found. */
export interface LivingSized {
  readonly pool: PoolSpec;
  readonly search: LivingSearch;
  readonly choices: number;
  /** Hours that each was simulated on, of those of the horizon. */
  readonly hours: Readonly<Record<'simulated' | 'horizon', number>>;
}

/** With the setting of the document, if it is not among them. */
function withOwn(choices: readonly LivingChoice[], own: LivingChoice): readonly LivingChoice[] {
  return choices.some((choice) => isSameChoice(choice, own)) ? choices : [...choices, own];
}

/**
 * Searches least and most replicas, the target of the first metric and, where there is spot, the base on demand of an
 * autoscaled pool for the least cost at which its service levels are kept; its hardware is left as it is, and the other pools out of it.
 * Each is simulated on the same days, whole ones where they are no more than millions of requests, for replicas follow a day. Throws `InputProblemError` for a pool without a range or a price, `Interrupted` when aborted.
 */
export async function livingSizeScenario(
  prepared: PreparedRun,
  { pool: index, grid, onProgress, ...running }: LivingSizeRequest,
): Promise<LivingSized> {
  const wrong = (field: string, message: string, suggestion: string): InputProblemError =>
    new InputProblemError([
      {
        file: prepared.file,
        path: `pools.${prepared.spec.pools[index].id}.${field}`,
        message,
        suggestion,
      },
    ]);
  const own = onlyPool(prepared.spec, index);
  const [pool] = own.pools;
  const controller = rangedController(pool);
  if (controller === undefined)
    throw wrong('autoscale', 'has numbers by the clock: there is no range to search', 'kind: hpa, say');
  const price = prepared.prices[index];
  if (price === undefined)
    throw wrong('price', 'is missing: without a price nothing is cheapest', 'such as { perGpuHour: 3.5 }');
  // What there is is among what is tried, so that nothing dearer is suggested.
  const choices = withOwn(choicesOf(livingGrid(pool, controller, grid)), choiceOf(pool, controller));
  if (choices.length > MOST_CHOICES)
    throw wrong(
      'autoscale',
      `has ${choices.length} settings to try`,
      `name fewer values: ${MOST_CHOICES} at most`,
    );
  const { simulate, hours } = deploymentDrafts(prepared, own, running);
  const search = await livingSearch({
    choices,
    leastCost: (choice) => leastLivingCost(pool, price, choice),
    simulate: async (choice) => {
      const set = onlyPool(own, 0, withChoice(pool, controller, choice));
      return (await simulate(set, price, 'confirm')).forecast;
    },
    onProgress: (done, best) => onProgress?.(done, choices.length, best?.costPerMonth),
  });
  return {
    pool,
    search,
    choices: choices.length,
    hours: { simulated: hours.confirm, horizon: hours.horizon },
  };
}
