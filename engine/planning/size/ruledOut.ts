import type { Precision } from '../../catalog/precision.ts';

/** An option that cannot be, and why. */
export interface RuledOut {
  readonly accelerator: string;
  readonly precision: Precision;
  readonly gpusPerReplica: number;
  readonly reason: string;
}

/** Options of one accelerator and precision that cannot be. */
export interface RuledOutKind {
  readonly accelerator: string;
  readonly precision: Precision;
  /** Ascending. */
  readonly gpusPerReplica: readonly number[];
  /** Of the most GPUs: what was nearest. */
  readonly reason: string;
  readonly count: number;
}

/** Sums up what was ruled out by accelerator and precision, in the order of their first appearance. */
export function ruledOutKinds(options: readonly RuledOut[]): readonly RuledOutKind[] {
  const kinds = Map.groupBy(options, ({ accelerator, precision }) => `${accelerator} ${precision}`);
  return [...kinds.values()].map((group) => {
    const sorted = [...group].sort((a, b) => a.gpusPerReplica - b.gpusPerReplica);
    const { accelerator, precision, reason } = sorted[sorted.length - 1];
    const degrees = new Set(sorted.map(({ gpusPerReplica }) => gpusPerReplica));
    return { accelerator, precision, gpusPerReplica: [...degrees], reason, count: group.length };
  });
}
