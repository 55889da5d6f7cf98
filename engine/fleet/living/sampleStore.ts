import type { HpaSpec, MetricName } from '../../scenario/living/livingSpec.ts';
import { addEvent, type Calendar } from './calendar.ts';
import { EVENT } from './eventKinds.ts';

/**
 * What controllers read: values of the replicas that were ready when a look's metrics were measured, `metricDelaySeconds` before
 * it. What is counted over a window is the difference of two counters, the earlier of which is noted at the window's beginning.
 */
export interface Samples {
  readonly spec: HpaSpec;
  /** Lengths of windows that rates and shares of time are over, each once. */
  readonly windows: readonly number[];
  /** Samples taken and not read yet, by the number of their look. */
  readonly taken: Map<number, Sample>;
  /** Counters at the beginnings of windows, by the number of the look and the place of the window. */
  readonly bases: Map<string, Counters>;
}

/** In milli-units, rounded up: values by metric and replica, NaN where a replica has none, and by metric of the whole pool. */
export interface Sample {
  /** Whose values they are: replicas by their order of request. */
  readonly who: Float64Array;
  readonly values: readonly Float64Array[];
  readonly ofPool: readonly number[];
}

/** Counters of replicas at an instant. */
export interface Counters {
  readonly lives: Int32Array;
  readonly busy: Float64Array;
  readonly assigned: Int32Array;
  readonly emitted: Int32Array;
}

/** Metrics that are over a window of time and of replicas. */
export const OVER_TIME: ReadonlySet<MetricName> = new Set([
  'busyShare',
  'requestsPerSecond',
  'outputTokensPerSecond',
]);

export function createSamples(spec: HpaSpec): Samples {
  const windows = spec.metrics.flatMap(({ metric, windowSeconds }) =>
    OVER_TIME.has(metric) ? [windowSeconds] : [],
  );
  return { spec, windows: [...new Set(windows)], taken: new Map(), bases: new Map() };
}

/** How long requests that ended must be remembered for the metrics, seconds; 0 where none asks for them. */
export function percentileSeconds({ metrics }: HpaSpec): number {
  return metrics.reduce(
    (most, { metric, windowSeconds }) =>
      percentileOf(metric) === undefined ? most : Math.max(most, windowSeconds),
    0,
  );
}

/** Puts the first samples and beginnings of windows at or after `from` on the calendar. */
export function scheduleSamples(calendar: Calendar, { spec, windows }: Samples, from: number): void {
  const firstAfter = (before: number): number =>
    Math.max(Math.floor(from / spec.syncSeconds) + 1, Math.ceil((from + before) / spec.syncSeconds));
  const first = firstAfter(spec.metricDelaySeconds);
  addEvent(calendar, sampleSeconds(spec, first), EVENT.SAMPLE, first);
  windows.forEach((seconds, window) => {
    const look = firstAfter(spec.metricDelaySeconds + seconds);
    addEvent(calendar, sampleSeconds(spec, look) - seconds, EVENT.SAMPLE_BASE, look, window);
  });
}

/** When the metrics of a look are measured. */
export function sampleSeconds({ syncSeconds, metricDelaySeconds }: HpaSpec, look: number): number {
  return look * syncSeconds - metricDelaySeconds;
}

/** Which percentile of which latency a metric is; undefined for one of replicas. */
export function percentileOf(metric: MetricName): { latency: 'ttft' | 'queue'; share: number } | undefined {
  const match = /^(ttft|queue)P(\d+)$/.exec(metric);
  if (match === null) return undefined;
  return { latency: match[1] === 'ttft' ? 'ttft' : 'queue', share: Number(match[2]) / 100 };
}
