import type { Lever } from './policyLevers.ts';

/** A stop of a lever as it is read: `12 a replica`, `70%`, `5 min`. */
export function leverText({ as, unit }: Pick<Lever, 'as' | 'unit'>, stop: number): string {
  if (as === 'share') return `${Number((100 * stop).toPrecision(6))}%`;
  if (as === 'duration') return durationText(stop);
  return [String(stop), unit].filter((part) => part !== '').join(' ');
}

function durationText(seconds: number): string {
  if (seconds > 0 && seconds < 1) return `${Number((1000 * seconds).toPrecision(6))} ms`;
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds >= 120 && seconds % 30 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** A stop as the document has it. */
export function writtenStop({ as }: Pick<Lever, 'as'>, stop: number): number | string {
  return as === 'share' ? `${Number((100 * stop).toPrecision(6))}%` : stop;
}
