import { randomUUID } from 'node:crypto';
import type { CommitEvent } from '../api/types.ts';
import { createPortfolioFigures, type TellPortfolio } from '../../engine/planning/commit/portfolioFigures.ts';
import { openSolver } from '../questions/commit/openSolver.ts';
import { commitmentAt } from '../questions/commit/commitAt.ts';
import { commitCharts } from '../questions/commit/commitCharts.ts';
import { commitDocument } from '../questions/commit/commitDocument.ts';
import type { CommitDocument, CommitmentAt } from '../questions/commit/commitResult.ts';
import { commitSections } from '../questions/commit/commitSections.ts';
import { type CommittedScenario, commitScenario } from '../questions/commit/commitScenario.ts';
import type { ProgressView } from '../run/progressView.ts';
import { HostError } from './hostError.ts';
import { recentlyUsed } from './recentlyUsed.ts';
import type { ResultEntry } from './results.ts';

/** A planned purchase with what its exports are made of, and what prices others for the same fleets. */
export interface PlanEntry {
  readonly document: CommitDocument;
  readonly committed: CommittedScenario;
  readonly tell: TellPortfolio;
}

export interface Committing {
  /** Plans for a scenario, and tells how far it is, then what it found. */
  plan(
    simulate: (onStart: (view: ProgressView) => void) => Promise<ResultEntry>,
    tell: (event: CommitEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Throws `NOT_FOUND` where it is not kept any more. */
  get(planId: string): PlanEntry;
  /** What so much of one offer would be instead. Throws `NOT_FOUND` for a plan or offer that is not there. */
  at(planId: string, offerId: string, amount: number): CommitmentAt;
}

const PLANS_IN_MEMORY = 8;
const REPORT_MS = 200;
/** Of the whole: simulating, where that was not done before. */
const SIMULATED = 0.4;

/** Plans purchases, and keeps the last ones for their exports. */
export function createCommitting(): Committing {
  const plans = recentlyUsed<PlanEntry>(PLANS_IN_MEMORY);

  const plan: Committing['plan'] = async (simulate, tell, signal) => {
    let timer: NodeJS.Timeout | undefined;
    const solver = openSolver(signal);
    try {
      const result = await simulate((view) => {
        timer = setInterval(
          () => tell({ kind: 'progress', share: SIMULATED * view().share, sentence: 'simulating' }),
          REPORT_MS,
        );
      });
      clearInterval(timer);
      const committed = await commitScenario(result.prepared, result.usage, {}, solver.solve, (step) => {
        signal.throwIfAborted();
        const share = SIMULATED + (1 - SIMULATED) * (step.done / step.steps);
        tell({ kind: 'progress', share, sentence: step.sentence });
      });
      const { fleetcast, name, cost } = result.report.run;
      const document = commitDocument(fleetcast, name, cost.currency, committed);
      const planId = randomUUID();
      plans.set(planId, { document, committed, tell: createPortfolioFigures(committed.setting) });
      tell({
        kind: 'done',
        planId,
        document,
        sections: commitSections(document),
        charts: commitCharts(document),
      });
    } finally {
      clearInterval(timer);
      await solver.close();
    }
  };

  const get = (planId: string): PlanEntry => {
    const entry = plans.get(planId);
    if (entry === undefined) throw new HostError('NOT_FOUND', 'This plan is not kept any more: plan again.');
    return entry;
  };

  return {
    plan,
    get,
    at: (planId, offerId, amount) => {
      const { committed, tell, document } = get(planId);
      const found = commitmentAt(committed, tell, document.currency, offerId, amount);
      if (found === undefined) throw new HostError('NOT_FOUND', `This plan has no offer ${offerId}.`);
      return found;
    },
  };
}
