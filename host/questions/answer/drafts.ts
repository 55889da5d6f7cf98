import { type Forecast, forecast } from '../../../engine/forecast.ts';
import { keepsPromises } from '../../../engine/planning/size/sizeVerdict.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { planDraft, type WindowPlan } from '../../../engine/simulate.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import { simulateWindows } from '../../run/simulateWindows.ts';
import type { MakeWindowRunner } from '../../run/windowRunners.ts';
import { NO_STORE } from '../../store/windowStore.ts';
import { forecastInput } from '../forecast/forecastInput.ts';

/** What is simulated of a scenario for one “what if”, about: the next more only where a quick look judges it otherwise than the full run. */
const REQUESTS = [150_000, 600_000, 2_400_000] as const;

export interface DraftOptions {
  readonly makeRunner: MakeWindowRunner;
  readonly signal: AbortSignal;
  /** Told before each simulation how many there were. */
  onSimulation?(done: number): void;
}

/** Quick looks at variants of one scenario, all on the same hours. */
export interface Drafts {
  /** False where each is the whole run. */
  readonly isApproximate: boolean;
  /** The scenario itself, looked at like its variants. */
  readonly base: Forecast;
  /** Whether that says the same as the full run of whether promises are kept. */
  readonly agrees: boolean;
  readonly simulate: (variant: SimulationSpec) => Promise<Forecast>;
}

/**
 * Plans quick looks at a scenario whose full run is known, and takes the first, at the scenario itself. Undefined for
 * a trace too long to be simulated again. Results depend on nothing but the scenario. Throws the signal's reason.
 */
export async function createDrafts(
  prepared: PreparedRun,
  full: Forecast,
  { makeRunner, signal, onSimulation }: DraftOptions,
): Promise<Drafts | undefined> {
  let done = 0;
  let found: Drafts | undefined;
  for (const requests of REQUESTS) {
    const draft = planDraft(prepared.spec, requests);
    if (draft === undefined) continue;
    const { plans, isApproximate } = draft;
    const simulate = async (variant: SimulationSpec): Promise<Forecast> => {
      onSimulation?.(done++);
      const spec = { ...variant, fidelity: draft.spec.fidelity };
      return simulateOn(plans, spec, prepared, { makeRunner, signal });
    };
    // A whole run is the one that is known.
    const base = isApproximate ? await simulate(prepared.spec) : full;
    found = { isApproximate, base, agrees: keepsPromises(base) === keepsPromises(full), simulate };
    if (found.agrees) return found;
  }
  return found;
}

async function simulateOn(
  plans: readonly WindowPlan[],
  spec: SimulationSpec,
  prepared: PreparedRun,
  { makeRunner, signal }: DraftOptions,
): Promise<Forecast> {
  const usage = await simulateWindows({
    spec,
    plans,
    keys: plans.map(({ key }) => key),
    store: NO_STORE,
    fresh: true,
    traceStamps: prepared.traceStamps,
    makeRunner,
    signal,
  });
  const all = prepared.spec.pools;
  const prices = spec.pools.map(({ id }) => prepared.prices[all.findIndex((pool) => pool.id === id)]);
  // Commitments name pools by their places.
  const commitments = spec.pools.length === all.length ? prepared.commitments : [];
  return forecast({ ...forecastInput({ ...prepared, prices, commitments, spec }, usage), performance: [] });
}
