import type { Path } from './changedText.ts';

/** The steps of a path as text names it (`pools.h100.replicas`), with the places of rows for their ids. */
export function pathSteps(path: string, document: unknown): Path {
  const steps: (string | number)[] = [];
  let at: unknown = document;
  let rest = path;
  while (rest !== '') {
    const row = Array.isArray(at) ? rowOf(at, rest) : undefined;
    const key = row?.index ?? rest.split('.')[0];
    steps.push(key);
    at = typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[key] : undefined;
    rest = rest.slice((row?.length ?? String(key).length) + 1);
  }
  return steps;
}

/** An id may hold dots: the row whose id the rest of the path begins with. */
function rowOf(
  rows: readonly unknown[],
  rest: string,
): { readonly index: number; readonly length: number } | undefined {
  const index = rows.findIndex((row) => {
    const id = idOf(row);
    return id !== undefined && (rest === id || rest.startsWith(`${id}.`));
  });
  return index < 0 ? undefined : { index, length: idOf(rows[index])?.length ?? 0 };
}

function idOf(row: unknown): string | undefined {
  return typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : undefined;
}
