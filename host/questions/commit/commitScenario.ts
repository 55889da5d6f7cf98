import { type GivenUp, givenUpClause, givenUpOf } from '../../../engine/finance/pressure/givenUp.ts';
import { grouped } from '../../../engine/finance/plainText.ts';
import { candidateSearch, type CostCurve } from '../../../engine/planning/commit/candidateSearch.ts';
import { catalogOffers } from '../../../engine/planning/commit/catalogOffers.ts';
import { fleetsFollowingLoad, simulatedFleets } from '../../../engine/planning/commit/plannedFleets.ts';
import type { SolveProgram } from '../../../engine/planning/commit/linearProgram.ts';
import {
  type CommitPlan,
  type CommitProgress,
  planCommitments,
} from '../../../engine/planning/commit/planCommitments.ts';
import {
  createCurveFigures,
  type PortfolioSetting,
} from '../../../engine/planning/commit/portfolioFigures.ts';
import { type GrowthCase, projectUse } from '../../../engine/planning/commit/useCase.ts';
import {
  type CommitmentPlanDocument,
  commitmentPlanSchema,
} from '../../../engine/scenario/prices/commitmentPlanSchema.ts';
import type { CommitmentOffer } from '../../../engine/scenario/prices/commitmentSchema.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import type { Usage } from '../../../engine/usage/usage.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import { fleetAssumptions } from './fleetAssumptions.ts';

/** What the buyer assumes and allows where the scenario says nothing. */
const DEFAULT_PLAN: CommitmentPlanDocument = commitmentPlanSchema.parse({});

/** What was planned, and what it was planned for. */
export interface CommittedScenario {
  /** What was assumed and allowed, its months filled in. */
  readonly assumed: CommitmentPlanDocument;
  readonly growth: readonly GrowthCase[];
  readonly setting: PortfolioSetting;
  /** Sentences on what replicas are taken to be. */
  readonly fleets: readonly string[];
  readonly offers: readonly CommitmentOffer[];
  /** Whether the offers are the catalogue's, not the scenario's. */
  readonly isFromCatalog: boolean;
  readonly simulatedHours: number;
  /** Where the simulation was given up, because the fleet cannot keep up with what comes. */
  readonly givenUp?: GivenUp;
  readonly plan: CommitPlan;
  /** One an offer, of buying it alone at the start. */
  readonly curves: readonly CostCurve[];
}

/** What can be known to be wrong before anything is simulated. Throws `InputProblemError`. */
export function offersOf({
  file,
  checked,
  prices,
}: PreparedRun): Pick<CommittedScenario, 'offers' | 'isFromCatalog'> {
  const unpriced = checked.pools.filter((_, index) => prices[index] === undefined);
  if (unpriced.length > 0) {
    throw new InputProblemError(
      unpriced.map(({ id }) => ({
        file,
        path: `pools.${id}.price`,
        message: 'is missing: without a price there is nothing to save on',
        suggestion: 'such as { perGpuHour: 3.5 }',
      })),
    );
  }
  const offers = checked.commitmentOffers ?? catalogOffers(checked.pools, prices);
  if (offers.length === 0) {
    throw new InputProblemError([
      {
        file,
        path: 'commitmentOffers',
        message: 'is missing, and the catalogue knows no committed price for these pools',
        suggestion:
          'enter what you were offered, such as [{ id: sp-1y, rule: aws-compute-savings-plan, discount: 25%, term: 1y }]',
      },
    ]);
  }
  return { offers, isFromCatalog: checked.commitmentOffers === undefined };
}

/**
 * Plans what to commit to for a simulated scenario; `flags` come before its own `commitmentPlan`. Throws
 * `InputProblemError`, and what `onProgress` and the solver throw.
 */
export async function commitScenario(
  prepared: PreparedRun,
  usage: Usage,
  flags: Partial<CommitmentPlanDocument>,
  solve: SolveProgram,
  onProgress: (progress: CommitProgress) => void,
): Promise<CommittedScenario> {
  const { checked, prices, spec, outputTokenWeight } = prepared;
  const found = offersOf(prepared);
  const assumed = { ...DEFAULT_PLAN, ...checked.commitmentPlan, ...flags };
  const stop = usage.replications.find((replication) => replication.stop !== undefined)?.stop;
  const givenUp = stop === undefined ? undefined : givenUpOf(spec, stop);
  if (givenUp !== undefined && assumed.fleets === 'follow-load')
    throw new InputProblemError([withoutLoad(prepared, givenUp)]);
  const growth = growthOf(assumed);
  const months = assumed.months ?? (found.offers.some(({ term }) => term === '3y') ? 36 : 12);
  const edges = monthEdges(spec.startEpochSeconds, months);
  const hours = edges[months];
  const monthStarts = edges.slice(0, months);
  const setting: PortfolioSetting = {
    pools: checked.pools,
    prices,
    cases: projectUse({
      pools: spec.pools,
      prices,
      fleets: usage.replications.map((replication) =>
        assumed.fleets === 'follow-load'
          ? fleetsFollowingLoad(spec, replication, outputTokenWeight)
          : simulatedFleets(replication),
      ),
      growth,
      monthStarts,
      hours,
    }),
    held: checked.commitments ?? [],
    startEpochSeconds: spec.startEpochSeconds,
    hours,
    monthStarts,
    isLostAfterHorizon: assumed.afterHorizon === 'lost',
  };
  const plan = await planCommitments({
    ...setting,
    offers: found.offers,
    startMonths: Math.min(assumed.startMonths ?? months, months),
    limits: { upfront: assumed.upfrontLimit, lockedIn: assumed.lockedInLimit },
    riskLevel: assumed.risk,
    solve,
    onProgress,
  });
  const tell = createCurveFigures(setting);
  return {
    assumed: { ...assumed, months },
    growth,
    setting,
    fleets: fleetAssumptions(checked.pools, assumed.fleets === 'follow-load'),
    ...found,
    simulatedHours: usage.hours,
    ...(givenUp === undefined ? {} : { givenUp }),
    plan,
    curves: found.offers.map((offer) => candidateSearch(setting, offer, tell)),
  };
}

/** A fleet cannot follow a load of which only the first minutes are known. */
function withoutLoad({ file }: PreparedRun, givenUp: GivenUp): Problem {
  return {
    file,
    path: 'commitmentPlan.fleets',
    message: `follow-load needs the work of every hour, and pool ${givenUp.pool} is overloaded: ${givenUpClause(givenUp)}`,
    suggestion:
      givenUp.replicasNeeded === null
        ? 'more replicas, or fewer requests'
        : `about ${grouped(givenUp.replicasNeeded)} replicas instead of ${grouped(givenUp.replicas)}, or fewer requests`,
  };
}

function growthOf({ growth }: CommitmentPlanDocument): readonly GrowthCase[] {
  const all = growth.reduce((sum, { weight }) => sum + weight, 0);
  return growth.map(({ name, perMonth, weight }) => ({
    name,
    growthPerMonth: perMonth,
    probability: weight / all,
  }));
}

/** Hours from an instant to the same day of each of the next months (the 28th at the latest), the instant itself first. */
function monthEdges(startEpochSeconds: number, months: number): readonly number[] {
  const start = new Date(startEpochSeconds * 1000);
  const day = Math.min(28, start.getUTCDate());
  return Array.from({ length: months + 1 }, (_, month) => {
    if (month === 0) return 0;
    const edge = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, day, start.getUTCHours());
    return edge / 3_600_000 - startEpochSeconds / 3600;
  });
}
