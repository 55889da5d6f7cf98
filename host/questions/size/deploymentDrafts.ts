import { forecast } from '../../../engine/forecast.ts';
import type { Simulated, SizeStage } from '../../../engine/planning/size/sizedDeployment.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import type { FidelitySpec, SimulationSpec } from '../../../engine/scenario/spec.ts';
import { planDraft, planWindows, type WindowPlan } from '../../../engine/simulate.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import { simulateWindows } from '../../run/simulateWindows.ts';
import type { MakeWindowRunner } from '../../run/windowRunners.ts';
import { NO_STORE } from '../../store/windowStore.ts';

/** About so many requests are simulated of each deployment; more where fewer hours of a day would miss its peak. */
const DRAFTS = {
  screen: { requests: 120_000, fewestHours: 2 },
  confirm: { requests: 500_000, fewestHours: 4 },
} as const;

/** Hours of a horizon that deployments of one pool are judged by. */
export interface DeploymentDrafts {
  /** The scenario of the one pool, with other hardware or demand, on the hours of a stage. Throws `Interrupted` when aborted. */
  simulate(spec: SimulationSpec, price: PoolPrice | undefined, stage: SizeStage): Promise<Simulated>;
  /** How many hours are simulated, each standing for hours of like demand, of those of the horizon. */
  readonly hours: Readonly<Record<SizeStage | 'horizon', number>>;
}

/** Plans the hours once, so that every deployment and every demand is judged by the same; `own` has the one pool. */
export function deploymentDrafts(
  { name, currency, traceStamps }: Pick<PreparedRun, 'name' | 'currency' | 'traceStamps'>,
  own: SimulationSpec,
  { makeRunner, signal }: { readonly makeRunner: MakeWindowRunner; readonly signal: AbortSignal },
): DeploymentDrafts {
  const drafts = { screen: draftOf(own, 'screen'), confirm: draftOf(own, 'confirm') };
  return {
    simulate: async (spec, price, stage) => {
      const { fidelity, plans } = drafts[stage];
      const planned = { ...spec, fidelity };
      const usage = await simulateWindows({
        spec: planned,
        plans,
        keys: plans.map(({ key }) => key),
        store: NO_STORE,
        fresh: true,
        traceStamps,
        makeRunner,
        signal,
      });
      const steps = usage.replications.map(({ pools }) => pools[0].totals.steps);
      return {
        forecast: forecast({ name, currency, spec: planned, usage, prices: [price] }),
        steps: steps.reduce((sum, each) => sum + each, 0) / steps.length,
      };
    },
    hours: {
      screen: hoursOf(drafts.screen.plans),
      confirm: hoursOf(drafts.confirm.plans),
      horizon: own.hours,
    },
  };
}

function draftOf(
  spec: SimulationSpec,
  stage: SizeStage,
): { readonly fidelity: FidelitySpec; readonly plans: readonly WindowPlan[] } {
  const { requests, fewestHours } = DRAFTS[stage];
  const draft = planDraft(spec, requests, fewestHours);
  if (draft === undefined) return { fidelity: spec.fidelity, plans: planWindows(spec) };
  return { fidelity: draft.spec.fidelity, plans: draft.plans };
}

/** Of one replication. */
function hoursOf(plans: readonly WindowPlan[]): number {
  return plans.reduce((sum, { hours, replication }) => sum + (replication === 0 ? hours : 0), 0);
}
