import type { Problem } from '../../engine/scenario/problem.ts';
import { visible } from '../terminal/visible.ts';

/**
 * Every problem on a line of its own, `file:line:column: path: what is wrong`, as editors
 * and terminals know to open it, and below it what would be right.
 */
export function problemsText(problems: readonly Problem[]): string {
  return problems.map(problemText).join('');
}

function problemText({ file, line, column, path, message, suggestion }: Problem): string {
  const place = [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':');
  const where = path === '' ? place : `${place}: ${path}`;
  return `${visible(`${where}: ${message}`)}\n${suggestion === undefined ? '' : `  ${visible(suggestion)}\n`}`;
}
