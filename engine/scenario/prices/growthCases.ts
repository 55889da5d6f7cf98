import type { CommitmentPlanDocument } from './commitmentPlanSchema.ts';
import { parseShare } from '../units.ts';

/** Cases of growth as a document lists them; a weight that is left out is 1. */
export type GrowthCases = CommitmentPlanDocument['growth'];

/** What a line of cases looks like, for hints. */
export const GROWTH_CASES_EXAMPLE = 'low=-2%:1, base=0%:2, high=3%:1';

/** Reads `name=growth:weight` cases off one line; undefined where it is no such line. Their names may still be equal. */
export function parseGrowthCases(text: string): GrowthCases | undefined {
  const cases = text.split(',').map((part) => {
    const match = /^\s*([^=:]+)=([^:]+)(?::(.+))?$/.exec(part);
    if (match === null) return undefined;
    const written = match[2].trim();
    const growth = parseShare(written.includes('%') ? written : Number(written));
    const weight = match[3] === undefined ? 1 : Number(match[3]);
    if (!('value' in growth) || !Number.isFinite(growth.value) || !Number.isFinite(weight)) return undefined;
    return { name: match[1].trim(), perMonth: growth.value, weight };
  });
  return cases.includes(undefined) ? undefined : cases.filter((each) => each !== undefined);
}

/** Cases on one line, as `parseGrowthCases` reads them. */
export function growthCasesText(
  cases: readonly { readonly name: string; readonly perMonth: number | string; readonly weight?: number }[],
): string {
  return cases
    .map(({ name, perMonth, weight = 1 }) => {
      const growth = typeof perMonth === 'number' ? `${Number((perMonth * 100).toPrecision(12))}%` : perMonth;
      return `${name}=${growth}:${weight}`;
    })
    .join(', ');
}
