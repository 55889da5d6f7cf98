import type { CompareView } from '../../host/api/types.ts';

/** So many scenarios are looked at in full below the table: a chart and columns each. */
const MOST = 6;

/**
 * A comparison of those lines that are looked at in full: the baseline, the pinned ones, then the best by their place. The
 * others are in the table above, and all of them in every export.
 */
export function closeLook(view: CompareView, pinned: readonly string[]): CompareView {
  const { lines } = view;
  if (lines.length <= MOST) return view;
  const rank = (index: number): number =>
    index === 0 ? -2 : pinned.includes(lines[index].documentId) ? -1 : lines[index].place;
  const chosen = lines
    .map((_, index) => index)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST)
    .sort((a, b) => a - b);
  const others = chosen.slice(1);
  // Named by the host after the place of their line.
  const bridges = new Set(others.map((index) => `bridge-${index - 1}`));
  return {
    ...view,
    lines: chosen.map((index) => lines[index]),
    scenarios: others.map((index) => view.scenarios[index - 1]),
    rows: view.rows.map((row) => ({
      ...row,
      values: chosen.map((index) => row.values[index]),
      differences: others.map((index) => row.differences[index - 1]),
    })),
    charts: view.charts.filter(({ id }) => !id.startsWith('bridge-') || bridges.has(id)),
  };
}
