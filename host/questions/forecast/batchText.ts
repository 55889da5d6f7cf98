import { grouped } from '../../../engine/finance/plainText.ts';
import type { BatchFigures } from '../../../engine/finance/serviceLevel.ts';

const DAY = 86_400;

/** When a batch is done, and whether that is soon enough. */
export function batchText(
  workload: string,
  { doneBySeconds, doneAtSeconds, days }: BatchFigures,
  met: boolean | null,
): string {
  const asked = clockText(doneBySeconds);
  if (doneAtSeconds === null)
    return `The batch of ${workload} is asked to be done by ${asked}: there is no figure.`;
  const late = met === true ? 'in time' : 'not in time, or not all of it';
  const which =
    days === undefined || days.all < 2
      ? ''
      : met === true
        ? ` on all ${grouped(days.all)} days`
        : `, on ${grouped(days.late)} of ${grouped(days.all)} days`;
  return `The batch of ${workload} is done at ${clockText(doneAtSeconds)} on its latest day, ${asked} is asked: ${late}${which}.`;
}

/** A time of day, with the days that it is later than the midnight it is counted from. */
export function clockText(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const days = Math.floor(minutes / (DAY / 60));
  const pair = (value: number): string => String(value).padStart(2, '0');
  const clock = `${pair(Math.floor(minutes / 60) % 24)}:${pair(minutes % 60)}`;
  return days === 0 ? clock : `${clock} ${days === 1 ? 'the next day' : `${days} days later`}`;
}
