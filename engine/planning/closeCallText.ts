import { percent } from '../finance/plainText.ts';
import type { CloseCall } from './closeCalls.ts';

/** Why the order of two deployments cannot be told, in a sentence; it begins with no name, which may be a file's. */
export function closeCallText(
  { cause, factor, error }: Pick<CloseCall, 'cause' | 'factor' | 'error'>,
  ahead: string,
  behind: string,
): string {
  const off = `they can be off by ${percent(error)}`;
  switch (cause) {
    case 'slower':
      return `If steps take ${share(factor - 1)} longer than predicted (${off}), ${ahead} misses its promise as it is, and enough replicas to keep it cost as much as ${behind} or more.`;
    case 'faster':
      return `If steps take ${share(1 - factor)} less time than predicted (${off}), ${behind} keeps its promise, and costs no more than ${ahead}.`;
    case 'chance':
      return `Whether both ${ahead} and ${behind} keep their promise may be chance: more replications would tell.`;
    case 'tie':
      return error > 0
        ? `At the same cost, the latencies of ${ahead} and ${behind} differ by less than their step times can be off.`
        : `At the same cost, the latencies of ${ahead} and ${behind} cannot be told apart.`;
  }
}

/** In whole percents. */
function share(of: number): string {
  return of < 0.01 ? 'less than 1%' : percent(Math.round(of * 100) / 100);
}
