import { LATENCIES } from '../usage/usage.ts';
import type { Figures } from './figures.ts';
import { QUANTILES } from './latencySummary.ts';
import { UNIT_COSTS } from './unitCost.ts';

/** Figures by their path in the forecast, as in `latencySeconds.ttft.p95`; null without data. */
export type Metrics = Readonly<Record<string, number | null>>;

/**
 * The figures that chance moves, or that two forecasts are compared by. The key is the path
 * in the forecast; rows of `slo` and `pools` are named by their id. What was counted before a simulation was
 * given up is none.
 */
export function metricsOf(figures: Figures, isGivenUp = false): Metrics {
  const metrics: Record<string, number | null> = {
    'cost.total': figures.cost.total,
    'cost.idle': figures.cost.idle,
  };
  for (const name of UNIT_COSTS) metrics[`unitCost.${name}`] = figures.unitCost[name];
  for (const { workload, attained } of figures.slo) metrics[`slo.${workload}.attained`] = attained;
  for (const latency of LATENCIES) {
    const summary = figures.latencySeconds[latency];
    for (const key of ['mean', ...(Object.keys(QUANTILES) as (keyof typeof QUANTILES)[])] as const) {
      metrics[`latencySeconds.${latency}.${key}`] = summary[key];
    }
  }
  const counted = (count: number | null): number | null => (isGivenUp ? null : count);
  metrics['requests.completed'] = counted(figures.requests.completed);
  metrics['requests.rejected'] = counted(figures.requests.rejected);
  metrics['goodputPerSecond'] = figures.goodputPerSecond;
  metrics['tokens.output'] = counted(figures.tokens.output);
  metrics['usedShare'] = figures.usedShare;
  metrics['loadShare'] = figures.loadShare;
  for (const pool of figures.pools) {
    metrics[`pools.${pool.id}.usedShare`] = pool.usedShare;
    metrics[`pools.${pool.id}.loadShare`] = pool.loadShare;
    metrics[`pools.${pool.id}.busyShare`] = pool.busyShare;
    metrics[`pools.${pool.id}.outputTokensPerSecondPerGpu`] = pool.outputTokensPerSecondPerGpu;
    metrics[`pools.${pool.id}.preemptions`] = counted(pool.preemptions);
  }
  if (figures.spot !== undefined) {
    metrics['spot.saved'] = figures.spot.saved;
    metrics['spot.interruptions'] = counted(figures.spot.interruptions);
  }
  return metrics;
}

/** Whether a metric is read off a histogram, and so exact only to `SKETCH_RELATIVE_ERROR`. */
export function isSketched(metric: string): boolean {
  return /^latencySeconds\..*\.p\d+$/.test(metric);
}

/** Whether a metric may be below 0: what spot saves, where it is the dearer one. */
export function isSigned(metric: string): boolean {
  return metric === 'spot.saved';
}

/** Whether a metric is a share, which an interval must not leave; load may be above 1. */
export function isShare(metric: string): boolean {
  return metric.endsWith('.attained') || /(?<!\bload)Share$/.test(metric);
}
