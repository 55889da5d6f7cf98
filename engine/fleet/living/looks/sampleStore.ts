import type { HpaSpec, MetricName, MetricSpec } from '../../../scenario/living/livingSpec.ts';
import { addEvent, type Calendar } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';

/**
 * What controllers read: values of the replicas that were ready when a look's metrics were measured, `metricDelaySeconds` before
 * it. What is counted over a window is the difference of two counters, the earlier of which is noted at the window's beginning.
 */
export interface Samples {
  readonly metrics: readonly MetricSpec[];
  /** Looks (of KEDA: polls) are at multiples of it. */
  readonly everySeconds: number;
  readonly delaySeconds: number;
  /** Whether it is of KEDA's polls, which have events of their own. */
  readonly isOfPolls: boolean;
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
  /** A request waits in the pool's queue, and nobody is ready. */
  readonly isAwaited: boolean;
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

/** Of an HPA's looks, or of polls every so often that see the same. */
export function createSamples(spec: HpaSpec, pollingSeconds?: number): Samples {
  const windows = spec.metrics.flatMap(({ metric, windowSeconds }) =>
    OVER_TIME.has(metric) ? [windowSeconds] : [],
  );
  return {
    metrics: spec.metrics,
    everySeconds: pollingSeconds ?? spec.syncSeconds,
    delaySeconds: spec.metricDelaySeconds,
    isOfPolls: pollingSeconds !== undefined,
    windows: [...new Set(windows)],
    taken: new Map(),
    bases: new Map(),
  };
}

/** How long requests that ended must be remembered for the metrics, seconds; 0 where none asks for them. */
export function percentileSeconds(metrics: readonly MetricSpec[]): number {
  return metrics.reduce(
    (most, { metric, windowSeconds }) =>
      percentileOf(metric) === undefined ? most : Math.max(most, windowSeconds),
    0,
  );
}

/** Puts the first samples and beginnings of windows at or after `from` on the calendar. */
export function scheduleSamples(calendar: Calendar, samples: Samples, from: number): void {
  const { everySeconds, delaySeconds, windows } = samples;
  const firstAfter = (before: number): number =>
    Math.max(Math.floor(from / everySeconds) + 1, Math.ceil((from + before) / everySeconds));
  dateSample(calendar, samples, firstAfter(delaySeconds));
  windows.forEach((seconds, window) => {
    dateSampleBase(calendar, samples, firstAfter(delaySeconds + seconds), window);
  });
}

/** Puts the measurement of a look on the calendar. */
export function dateSample(calendar: Calendar, samples: Samples, look: number): void {
  const kind = samples.isOfPolls ? EVENT.POLL_SAMPLE : EVENT.SAMPLE;
  addEvent(calendar, sampleSeconds(samples, look), kind, look);
}

/** Puts the beginning of a look's window (its place among the windows) on the calendar. */
export function dateSampleBase(calendar: Calendar, samples: Samples, look: number, window: number): void {
  const kind = samples.isOfPolls ? EVENT.POLL_SAMPLE_BASE : EVENT.SAMPLE_BASE;
  addEvent(calendar, sampleSeconds(samples, look) - samples.windows[window], kind, look, window);
}

/** When the metrics of a look are measured. */
function sampleSeconds({ everySeconds, delaySeconds }: Samples, look: number): number {
  return look * everySeconds - delaySeconds;
}

/** Which percentile of which latency a metric is; undefined for one of replicas. */
export function percentileOf(metric: MetricName): { latency: 'ttft' | 'queue'; share: number } | undefined {
  const match = /^(ttft|queue)P(\d+)$/.exec(metric);
  if (match === null) return undefined;
  return { latency: match[1] === 'ttft' ? 'ttft' : 'queue', share: Number(match[2]) / 100 };
}
