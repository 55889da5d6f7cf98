import { collectUsage } from '../../engine/simulate.ts';
import type { DayPlan } from '../../engine/usage/planDay.ts';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import type { Usage } from '../../engine/usage/usage.ts';
import { decodeWindow } from '../store/windowBlob.ts';
import { NO_STORE } from '../store/windowStore.ts';
import { runWindows, type WindowsJob } from './runWindows.ts';
import { windowModels } from './windowModels.ts';

const HOUR = 3600;

/** A day that was simulated by itself. */
export interface SimulatedDay {
  /** The scenario with this day as its horizon; what it dates in seconds of the horizon is as it was. */
  readonly spec: SimulationSpec;
  readonly usage: Usage;
}

/**
 * Simulates a day by itself, in one thread, and keeps nothing of it. Undefined where it was given up as overloaded. Throws as
 * `runWindows` does.
 */
export async function simulateDay(
  { spec, plan }: DayPlan,
  job: Pick<WindowsJob, 'traceStamps' | 'makeRunner' | 'signal'>,
): Promise<SimulatedDay | undefined> {
  const plans = [plan];
  const [blob] = await runWindows({
    ...job,
    spec,
    plans,
    keys: [plan.key],
    store: NO_STORE,
    fresh: true,
  });
  const window = blob === undefined ? undefined : decodeWindow(blob, windowModels(spec)(plan));
  if (window === undefined) throw new Error('a day’s usage could not be read back');
  if (window.stop !== undefined) return undefined;
  const day: SimulationSpec = {
    ...spec,
    startEpochSeconds: spec.startEpochSeconds + plan.firstHour * HOUR,
    hours: plan.hours,
  };
  return { spec: day, usage: collectUsage(day, [{ ...plan, standsForHours: [0] }], () => window) };
}
