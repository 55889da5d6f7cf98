import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sharedData } from '../../../sharedData.ts';

export interface NamedCase {
  readonly name: string;
  readonly kind?: string;
}

/**
 * A test of each kind of case of a file of shared/data/fleet/autoscaling; skipped where there is none beside the clone. `given` is how
 * many there are: others of the same kinds are kept back, and may come into the same file. A kind that nobody checks fails.
 */
export function eachSharedCase<T extends NamedCase>(
  file: string,
  list: string,
  given: number,
  checks: Readonly<Record<string, (each: T) => void>>,
): void {
  const path = sharedData('fleet', 'autoscaling', file);
  const cases: readonly T[] =
    path === undefined ? [] : ((JSON.parse(readFileSync(path, 'utf8')) as Record<string, T[]>)[list] ?? []);
  const why = path === undefined ? ' (skipped: no shared data beside the clone)' : '';
  it.skipIf(path === undefined)(`${file}, ${list}: ${given} cases or more${why}`, () => {
    expect(cases.length).toBeGreaterThanOrEqual(given);
  });
  it.each(cases)(`${file}, ${list}: $name`, (each) => {
    const check = checks[each.kind ?? 'all'];
    expect(check, `nobody checks ${each.kind}`).toBeDefined();
    check(each);
  });
}
