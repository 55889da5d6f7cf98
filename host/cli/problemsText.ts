import type { Problem } from '../../engine/scenario/reading/problem.ts';
import { visible } from '../terminal/visible.ts';

/**
 * Every problem on a line of its own, `file:line:column: path: what is wrong`, as editors
 * and terminals know to open it, and below it what would be right. `kind` is said
 * of what is not wrong: `warning`, `note`.
 */
export function problemsText(problems: readonly Problem[], kind?: 'warning' | 'note'): string {
  return problems.map((problem) => problemText(problem, kind)).join('');
}

function problemText({ file, line, column, path, message, suggestion }: Problem, kind?: string): string {
  const place = [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':');
  const where = path === '' ? place : `${place}: ${path}`;
  const what = kind === undefined ? message : `${kind}: ${message}`;
  return `${visible(`${where}: ${what}`)}\n${suggestion === undefined ? '' : `  ${visible(suggestion)}\n`}`;
}
