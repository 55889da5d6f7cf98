import { SKETCH_BINS, sketchBin, sketchQuantile } from '../statistics/latencySketch.ts';
import { LATENCIES, type Latency, type WorkloadUsage } from '../usage/usage.ts';

/** Seconds; null without data. The mean is exact, quantiles are within `SKETCH_RELATIVE_ERROR`. */
export interface LatencyFigures {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}
export type LatencySummary = Record<Latency, LatencyFigures>;

/** Quantiles of a summary, by key. */
export const QUANTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

/** Times of tokens: of what generates none there are none. */
const OF_TOKENS: ReadonlySet<Latency> = new Set(['ttft', 'tpot']);

/**
 * Latencies of the requests of the workloads given, pooled: histograms add up, quantiles are of the sum. Times of
 * tokens are of those workloads that generate any.
 */
export function latencySummary(
  workloads: readonly WorkloadUsage[],
  generating: readonly WorkloadUsage[] = workloads,
): LatencySummary {
  const figures = LATENCIES.map(
    (latency) => [latency, latencyFigures(OF_TOKENS.has(latency) ? generating : workloads, latency)] as const,
  );
  return Object.fromEntries(figures) as LatencySummary;
}

function latencyFigures(workloads: readonly WorkloadUsage[], latency: Latency): LatencyFigures {
  const sketch = pooledSketch(workloads, latency);
  const count = workloads.reduce((sum, workload) => sum + workload.counts[latency], 0);
  const total = workloads.reduce((sum, workload) => sum + workload.sums[latency], 0);
  const quantile = (q: number): number | null => sketchQuantile(sketch, q) ?? null;
  return {
    mean: count > 0 ? total / count : null,
    p50: quantile(QUANTILES.p50),
    p90: quantile(QUANTILES.p90),
    p95: quantile(QUANTILES.p95),
    p99: quantile(QUANTILES.p99),
  };
}

/** Histogram of a latency over several workloads. */
function pooledSketch(workloads: readonly WorkloadUsage[], latency: Latency): Float64Array {
  if (workloads.length === 1) return workloads[0].sketches[latency];
  const pooled = new Float64Array(SKETCH_BINS);
  for (const { sketches } of workloads) {
    const sketch = sketches[latency];
    for (let bin = 0; bin < SKETCH_BINS; bin++) pooled[bin] += sketch[bin];
  }
  return pooled;
}

/**
 * Share of a histogram at or below `seconds`, to the width of one bin (the limit's own bin
 * counts half). Undefined for an empty histogram.
 */
export function shareWithin(sketch: Float64Array, seconds: number): number | undefined {
  const limit = sketchBin(seconds);
  let total = 0;
  let below = 0;
  for (let bin = 0; bin < SKETCH_BINS; bin++) {
    total += sketch[bin];
    if (bin < limit) below += sketch[bin];
    else if (bin === limit) below += sketch[bin] / 2;
  }
  return total > 0 ? below / total : undefined;
}
