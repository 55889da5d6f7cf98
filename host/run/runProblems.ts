import type { PlacedProblem } from '../../engine/scenario/reading/problems.ts';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { keptClockZero } from '../../engine/scenario/arrivals/traceClock.ts';

/** A request names its account in 16 bits. */
const MOST_ACCOUNTS = 65_536;

/** What only shows once traces are inspected and the horizon is known. */
export function runProblems(spec: SimulationSpec): PlacedProblem[] {
  const problems: PlacedProblem[] = spec.workloads.flatMap(({ arrivals }, index) => {
    if (arrivals.kind !== 'trace' || !arrivals.keepClock) return [];
    const { summary, rateScale } = arrivals;
    const zero = keptClockZero(summary, spec.startEpochSeconds);
    const [first, last] = [summary.firstSeconds, summary.lastSeconds].map(
      (seconds) => (seconds - zero) / rateScale,
    );
    if (last >= 0 && first <= spec.hours * 3600) return [];
    return [
      {
        path: ['workloads', index, 'arrivals', 'keepClock'],
        message: `no row falls in the horizon: the trace runs from second ${first} to ${last} of it`,
        suggestion: 'set horizon.start to the trace’s first day, or leave keepClock out',
      },
    ];
  });
  if (spec.accounts.length > MOST_ACCOUNTS) {
    problems.push({
      path: ['workloads'],
      message: `the traces name ${spec.accounts.length} tenants in all, more than the ${MOST_ACCOUNTS} that can be told apart`,
      suggestion: 'map no tenant column where there are so many',
    });
  }
  return problems;
}
