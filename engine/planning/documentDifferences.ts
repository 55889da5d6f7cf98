/** One path at which two documents differ; a side that lacks it is undefined. Longer values are shortened text. */
export interface DocumentDifference {
  /** As `--set` takes it: `pools.h100.replicas`. */
  readonly path: string;
  readonly baseline: string | undefined;
  readonly other: string | undefined;
}

const LONGEST_VALUE = 80;

/**
 * Where two plain documents differ, in the order of the baseline's keys, then the other's.
 * Rows of lists that have ids are matched by id, so that moving one is no difference; lists
 * without ids are compared whole.
 */
export function documentDifferences(baseline: unknown, other: unknown): readonly DocumentDifference[] {
  const found: DocumentDifference[] = [];
  compareAt('', baseline, other, found);
  return found;
}

function compareAt(path: string, baseline: unknown, other: unknown, found: DocumentDifference[]): void {
  const left = rowsOf(baseline);
  const right = rowsOf(other);
  if (left === undefined || right === undefined) {
    if (JSON.stringify(baseline) !== JSON.stringify(other))
      found.push({ path, baseline: shown(baseline), other: shown(other) });
    return;
  }
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    compareAt(path === '' ? key : `${path}.${key}`, left.get(key), right.get(key), found);
  }
}

/** Objects by key, and lists whose every row has its own id by that; undefined for anything else, which is one value. */
export function rowsOf(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const ids = value.map((row: unknown) =>
      typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined,
    );
    if (value.length === 0 || !ids.every((id) => typeof id === 'string') || new Set(ids).size < ids.length)
      return undefined;
    return new Map(value.map((row, index) => [ids[index] as string, row]));
  }
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
