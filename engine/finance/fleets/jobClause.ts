import type { JobFigures } from './jobFigures.ts';
import { duration, grouped, money } from '../plainText.ts';

/** A job in the verdict: whether its runs are done in time, or what is left of them and why. */
export function jobClause(
  { id, runs, items, done, doneAfterSeconds, deadline, cap }: JobFigures,
  currency: string,
): string {
  if (runs === 0) return `no run of ${id} begins`;
  const inRuns = (some: number): string =>
    runs === 1 ? '' : ` in ${grouped(some)} of ${grouped(runs)} runs`;
  if (done < items) {
    const left = items - done;
    const stopped =
      cap === null || cap.stoppedRuns === 0
        ? ''
        : ` (stopped by its cap of ${money(cap.amount, currency)}${inRuns(cap.stoppedRuns)})`;
    return `${id} leaves ${grouped(left, left < 10 ? 1 : 0)} of ${grouped(items)} items of a run undone${stopped}`;
  }
  const longest = doneAfterSeconds === null ? '' : `the longest takes ${duration(doneAfterSeconds.most)}`;
  if (deadline === null) return `all runs of ${id} are done${longest === '' ? '' : ` (${longest})`}`;
  const asked = `${duration(deadline.seconds)} asked`;
  return deadline.lateRuns === 0
    ? `${id} is done in time (${longest}, ${asked})`
    : `${id} is late${inRuns(deadline.lateRuns)} (${longest}, ${asked})`;
}
