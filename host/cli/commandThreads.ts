import type { PreparedRun } from '../run/prepareRun.ts';
import { type SharedThreads, sharedThreads } from '../run/windowRunners.ts';

/** The threads of a command that runs scenarios one after the other, and looks at them: no more than there are windows. */
export function commandThreads(workers: number, prepared: readonly PreparedRun[]): SharedThreads {
  const most = Math.max(1, ...prepared.map(({ plans }) => plans.length));
  return sharedThreads(Math.min(workers, most), 'at first run');
}
