import { basisWords } from '../../../../engine/finance/performance.ts';
import { duration, grouped, percent } from '../../../../engine/finance/plainText.ts';
import { decimalsFor, NO_DATA, type ReportSection, text } from '../../../report/reportSection.ts';
import type { RunDocument } from '../runDocument.ts';

/** How far each pool's step times can be believed, and what that means for its latency and cost. */
export function performance(run: RunDocument): ReportSection {
  const range = (interval: readonly [number, number] | null, word: (value: number) => string) =>
    interval === null ? NO_DATA : `${word(interval[0])} to ${word(interval[1])}`;
  const isEncoder = (id: string) => run.pools.some((pool) => pool.id === id && pool.generates === false);
  const hasVectors = run.performance.some(({ pool }) => isEncoder(pool));
  const hasTokens = run.performance.some(({ pool }) => !isEncoder(pool));
  const money = (value: number) => grouped(value, value < 10 ? decimalsFor(value) : 0);
  const dates = [...new Set(run.performance.map(({ calibration }) => calibration.date))];
  return {
    title: 'How sure the step times are',
    table: {
      columns: [
        text('Pool'),
        text('Engine'),
        text('Step times are'),
        text('Error'),
        ...(hasTokens ? [text('First token, p95'), text('Per token, p95')] : []),
        ...(hasVectors ? [text('Vector, p95')] : []),
        text(`${run.cost.currency}`),
      ],
      rows: run.performance.map(({ pool, engine, confidence, resembles, band, latencySeconds, cost }) => ({
        cells: [
          pool,
          engine,
          basisWords({ confidence, ...(resembles && { resembles }) }),
          `${percent(band.central)}, at most ${percent(band.wide)}`,
          ...(hasTokens ? [range(latencySeconds.ttft, duration), range(latencySeconds.tpot, duration)] : []),
          ...(hasVectors ? [range(isEncoder(pool) ? latencySeconds.endToEnd : null, duration)] : []),
          range(cost, money),
        ],
      })),
    },
    notes: [
      `Error: half and nine tenths of measurements left out of the fit stayed within it (calibration of ${dates.join(', ')}). Latency and cost are ranges over the larger one; cost as if replicas were added or taken away until they serve the same load as well.`,
    ],
  };
}
