import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import type { WindowPlan } from '../../engine/usage/planWindows.ts';
import type { WindowUsage } from '../../engine/usage/usage.ts';
import { emptyWindow } from '../../engine/usage/windowUsage.ts';

/** What the window of each plan of a scenario looks like; those of one length are alike, and made once. */
export function windowModels(spec: SimulationSpec): (plan: WindowPlan) => WindowUsage {
  const byHours = new Map<number, WindowUsage>();
  return ({ firstHour, hours }) => {
    const known = byHours.get(hours) ?? emptyWindow(spec, firstHour, hours);
    byHours.set(hours, known);
    return { ...known, firstHour };
  };
}
