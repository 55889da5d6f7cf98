import { isGenerating } from '../../../engine/finance/generation.ts';
import type { ComparedDeployment } from './columnSpec.ts';
import type { CompareCell, CompareColumn } from './compareResult.ts';
import { DEPLOYMENT_COLUMNS } from './deploymentColumns.ts';
import { FIGURE_COLUMNS } from './figureColumns.ts';

/** The table of a comparison: columns in which a line has something, and the cells of each deployment, in their order. */
export function compareTable(
  deployments: readonly ComparedDeployment[],
  currency: string,
): {
  readonly columns: readonly CompareColumn[];
  readonly cells: readonly Readonly<Record<string, CompareCell>>[];
} {
  const filled = [...DEPLOYMENT_COLUMNS, ...FIGURE_COLUMNS]
    .map((column) => ({ column, cells: deployments.map(column.cell) }))
    .filter(({ cells }) => cells.some(({ value }) => value !== null));
  const generates = deployments.some(({ forecast }) => isGenerating(forecast));
  return {
    columns: filled.map(({ column: { key, label, isNumber, better, meaning } }) => ({
      key,
      label: label(currency, generates),
      isNumber,
      ...(better === undefined ? {} : { better }),
      meaning,
    })),
    cells: deployments.map((_, line) =>
      Object.fromEntries(filled.map(({ column, cells }) => [column.key, cells[line]])),
    ),
  };
}
