import { randomUUID } from 'node:crypto';
import type { CommitEvent, Purchase, PurchaseChoice } from '../api/types.ts';
import { createCurveFigures, type TellPortfolio } from '../../engine/planning/commit/portfolioFigures.ts';
import { openSolver } from '../questions/commit/openSolver.ts';
import { commitmentAt } from '../questions/commit/commitAt.ts';
import { commitCharts } from '../questions/commit/commitCharts.ts';
import { commitDocument } from '../questions/commit/commitDocument.ts';
import type { CommitDocument, CommitmentAt } from '../questions/commit/commitResult.ts';
import { commitSections } from '../questions/commit/commitSections.ts';
import { type CommittedScenario, commitScenario } from '../questions/commit/commitScenario.ts';
import { sha256 } from '../run/canonicalJson.ts';
import type { ProgressView } from '../run/progressView.ts';
import { HostError } from './hostError.ts';
import { recentlyUsed } from './recentlyUsed.ts';
import type { ResultEntry } from './results.ts';

/** A planned purchase with what its exports are made of, and what prices others for the same fleets. */
export interface PlanEntry {
  readonly document: CommitDocument;
  readonly committed: CommittedScenario;
  readonly tell: TellPortfolio;
  /** SHA-256 of the scenario's text that it was planned for. */
  readonly textHash: string;
}

export interface Committing {
  /** Plans for a scenario, and tells how far it is, then what it found. */
  plan(
    text: string,
    simulate: (onStart: (view: ProgressView) => void) => Promise<ResultEntry>,
    tell: (event: CommitEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Throws `NOT_FOUND` where it is not kept any more. */
  get(planId: string): PlanEntry;
  /** What so much of one offer would be instead. Throws `NOT_FOUND` for a plan or offer that is not there. */
  at(planId: string, offerId: string, amount: number): CommitmentAt;
  /**
   * What to write into a scenario to buy so. Throws `CONFLICT` for another text than the one that was planned for, of which nobody
   * knows what it needs: what was bought meanwhile, for one, would be bought twice.
   */
  purchase(planId: string, text: string, choice: PurchaseChoice): Purchase;
}

const PLANS_IN_MEMORY = 8;
const REPORT_MS = 200;
/** Of the whole: simulating, where that was not done before. */
const SIMULATED = 0.4;

/** Whether a plan was made for another text than this one. */
export function isEarlier({ textHash }: Pick<PlanEntry, 'textHash'>, text: string): boolean {
  return sha256(text) !== textHash;
}

/** Plans purchases, and keeps the last ones for their exports. */
export function createCommitting(): Committing {
  const plans = recentlyUsed<PlanEntry>(PLANS_IN_MEMORY);

  const plan: Committing['plan'] = async (text, simulate, tell, signal) => {
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
      plans.set(planId, {
        document,
        committed,
        tell: createCurveFigures(committed.setting),
        textHash: sha256(text),
      });
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

  const at: Committing['at'] = (planId, offerId, amount) => {
    const { committed, tell, document } = get(planId);
    const found = commitmentAt(committed, tell, document.currency, offerId, amount);
    if (found === undefined) throw new HostError('NOT_FOUND', `This plan has no offer ${offerId}.`);
    return found;
  };

  return {
    plan,
    get,
    at,
    purchase: (planId, text, choice) => {
      const entry = get(planId);
      if (isEarlier(entry, text)) {
        throw new HostError(
          'CONFLICT',
          'The scenario has changed since this plan was made, so nothing was bought: what it needs may be another thing now.',
          { action: 'Plan again.' },
        );
      }
      if ('portfolio' in choice) {
        const { name, purchases } = entry.document[choice.portfolio];
        return { label: `Buy ${name}`, commitments: purchases.map(({ commitment }) => commitment) };
      }
      const { commitment } = at(planId, choice.offerId, choice.amount);
      return commitment === null
        ? { label: 'Buy nothing', commitments: [] }
        : { label: `Buy ${commitment.id}`, commitments: [commitment] };
    },
  };
}
