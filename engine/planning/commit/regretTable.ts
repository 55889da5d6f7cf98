import type { CaseFigures } from './portfolioFigures.ts';

/** What a choice costs more than the best choice for the case that then comes. */
export interface RegretTable {
  readonly cases: readonly string[];
  readonly rows: readonly RegretRow[];
}

export interface RegretRow {
  readonly name: string;
  /** By case: cost − the least cost of any row in that case. */
  readonly regret: readonly number[];
  readonly most: number;
}

/** Regrets of portfolios against each other; their cases are the same, in the same order. */
export function regretTable(
  portfolios: readonly { readonly name: string; readonly cases: readonly CaseFigures[] }[],
): RegretTable {
  const cases = portfolios[0]?.cases ?? [];
  const least = cases.map((_, index) => Math.min(...portfolios.map((each) => each.cases[index].chargedCost)));
  return {
    cases: cases.map(({ name }) => name),
    rows: portfolios.map(({ name, cases: own }) => {
      const regret = own.map(({ chargedCost }, index) => chargedCost - least[index]);
      return { name, regret, most: Math.max(...regret) };
    }),
  };
}
