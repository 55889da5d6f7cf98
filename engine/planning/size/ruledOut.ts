import type { Precision } from '../../catalog/precision.ts';
import type { SizeLayout } from './sizeLayouts.ts';

/** An option that cannot be, and why. */
export interface RuledOut {
  readonly accelerator: string;
  readonly precision: Precision;
  readonly layout: SizeLayout;
  readonly gpusPerReplica: number;
  readonly reason: string;
  /** Of what is too slow: how many times longer it takes than it may. */
  readonly excess?: number | undefined;
}

/** Options of one accelerator, precision and layout that cannot be. */
export interface RuledOutKind {
  readonly accelerator: string;
  readonly precision: Precision;
  readonly layout: SizeLayout;
  /** Ascending. */
  readonly gpusPerReplica: readonly number[];
  /** Of the most GPUs: what was nearest. */
  readonly reason: string;
  readonly count: number;
}

/**
 * Sums up what was ruled out by accelerator, precision and layout, in the order of their first appearance. Where the
 * usual layout cannot be, others of as many GPUs are not told beside it.
 */
export function ruledOutKinds(options: readonly RuledOut[]): readonly RuledOutKind[] {
  const deployment = ({ accelerator, precision, gpusPerReplica }: RuledOut) =>
    `${accelerator} ${precision} ${gpusPerReplica}`;
  const usual = new Set(options.filter(({ layout }) => layout === 'tensor').map(deployment));
  const told = options.filter((each) => each.layout === 'tensor' || !usual.has(deployment(each)));
  const kinds = Map.groupBy(
    told,
    ({ accelerator, precision, layout }) => `${accelerator} ${precision} ${layout}`,
  );
  return [...kinds.values()].map((group) => {
    const sorted = [...group].sort((a, b) => a.gpusPerReplica - b.gpusPerReplica);
    const { accelerator, precision, layout, reason } = sorted[sorted.length - 1];
    const gpusPerReplica = [...new Set(sorted.map((each) => each.gpusPerReplica))];
    return { accelerator, precision, layout, gpusPerReplica, reason, count: group.length };
  });
}
