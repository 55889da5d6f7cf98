import { isSketched, type Metrics, metricsOf } from '../finance/metrics.ts';
import { type Forecast, INTERVAL_LEVEL } from '../forecast.ts';
import { amountMicros, type Micros, microsOfText, microsText, minusMicros } from '../pricing/money.ts';
import { halfWidth, type Interval } from '../statistics/interval.ts';
import { SKETCH_RELATIVE_ERROR } from '../statistics/latencySketch.ts';
import { relativeDifference } from './relativeDifference.ts';
import { type DocumentDifference, documentDifferences } from './documentDifferences.ts';

/** A scenario to compare. */
export interface ComparedScenario {
  /** How it is called in the comparison; file names may do where names are equal. */
  readonly label: string;
  /** As parsed, for what differs. */
  readonly document: unknown;
  readonly forecast: Forecast;
  /** Of `replicationMetrics`; replication i of every scenario shares its random numbers. */
  readonly metrics: readonly Metrics[];
  readonly seed: number;
  /** What its step times are those of: equal texts are wrong by the same factor. Absent: nobody knows. */
  readonly stepTimes?: string;
}

/** `noise` includes no difference at all. */
export type DifferenceVerdict = 'real' | 'noise' | 'unknown';

export interface MetricDifference {
  readonly metric: string;
  readonly baseline: number | null;
  readonly value: number | null;
  /** value − baseline, and as a share of the baseline; the share is null where the baseline is almost nothing (`relativeDifference`). */
  readonly difference: number | null;
  readonly relative: number | null;
  /** Of the difference, at the comparison's level. */
  readonly interval: Interval | null;
  readonly verdict: DifferenceVerdict;
  /** Why the verdict is what it is. */
  readonly reason: string;
  /** Of booked amounts: decimals, where one of the numbers above rounds. */
  readonly exactAmounts?: { readonly baseline: string; readonly value: string; readonly difference: string };
}

export interface ScenarioDifference {
  readonly label: string;
  readonly differs: readonly DocumentDifference[];
  readonly metrics: readonly MetricDifference[];
}

export interface Comparison {
  readonly level: number;
  readonly baseline: string;
  readonly scenarios: readonly ScenarioDifference[];
}

/** Of pools that have as many replicas as the document says, whatever arrives. */
const FIXED_METRICS: ReadonlySet<string> = new Set(['cost.total', 'unitCost.perGpuHour']);

/**
 * Compares each scenario with the first. Replications are paired (common random numbers): the
 * interval is the difference of the point estimates ± the half width of Student's t over the
 * differences of the replications (and, for latency quantiles, what the two histograms may be
 * off by together). A difference is `real` where the interval leaves out 0,
 * `noise` where it does not, `unknown` where there are fewer than two replications, unless
 * chance has no part in it: scenarios that draw no random numbers, or the cost of fleets of a
 * fixed size. Throws `RangeError` for fewer than two scenarios.
 */
export function compareForecasts(scenarios: readonly ComparedScenario[]): Comparison {
  if (scenarios.length < 2) throw new RangeError('a comparison needs at least two scenarios');
  const [baseline, ...others] = scenarios;
  return {
    level: INTERVAL_LEVEL,
    baseline: baseline.label,
    scenarios: others.map((other) => ({
      label: other.label,
      differs: documentDifferences(baseline.document, other.document),
      metrics: differences(baseline, other),
    })),
  };
}

function differences(baseline: ComparedScenario, other: ComparedScenario): readonly MetricDifference[] {
  const before = metricsOf(baseline.forecast, baseline.forecast.givenUp !== undefined);
  const after = metricsOf(other.forecast, other.forecast.givenUp !== undefined);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((metric) => {
    const from = before[metric] ?? null;
    const to = after[metric] ?? null;
    const difference = from === null || to === null ? null : to - from;
    return {
      metric,
      baseline: from,
      value: to,
      difference,
      relative: relativeDifference(metric, from, to, [baseline.forecast, other.forecast]),
      ...judge(metric, from, to, baseline, other),
      ...exactly(metric, from, to, baseline.forecast, other.forecast),
    };
  });
}

function exactly(
  metric: string,
  from: number | null,
  to: number | null,
  baseline: Forecast,
  other: Forecast,
): Pick<MetricDifference, 'exactAmounts'> {
  const [before, after] = [baseline.exactAmounts?.[metric], other.exactAmounts?.[metric]];
  if (from === null || to === null || (before === undefined && after === undefined)) return {};
  const micros = (exact: string | undefined, figure: number): Micros =>
    exact === undefined ? amountMicros(figure, 1) : microsOfText(exact);
  const [a, b] = [micros(before, from), micros(after, to)];
  const difference = minusMicros(b, a);
  return {
    exactAmounts: { baseline: microsText(a), value: microsText(b), difference: microsText(difference) },
  };
}

type Judgement = Pick<MetricDifference, 'interval' | 'verdict' | 'reason'>;

function judge(
  metric: string,
  from: number | null,
  to: number | null,
  baseline: ComparedScenario,
  other: ComparedScenario,
): Judgement {
  if (from === null || to === null) return unknown('one of the two has no data');
  const resolution = isSketched(metric) ? SKETCH_RELATIVE_ERROR * (from + to) : 0;
  if (isWithoutChance(metric, baseline, other)) {
    return judged(
      to - from,
      resolution,
      isFixed(metric, [baseline.forecast, other.forecast])
        ? 'fleets of a fixed size: chance does not move it'
        : 'neither scenario draws random numbers',
    );
  }
  const pairs = Math.min(baseline.metrics.length, other.metrics.length);
  if (pairs < 2) return unknown('needs at least 2 replications');
  if (baseline.seed !== other.seed || baseline.metrics.length !== other.metrics.length) {
    return unknown('needs the same seed and number of replications');
  }
  const values = baseline.metrics.map(
    (metrics, i) => (other.metrics[i][metric] ?? Number.NaN) - (metrics[metric] ?? Number.NaN),
  );
  const half = halfWidth(values, INTERVAL_LEVEL);
  if (half === undefined) return unknown('a replication has no data');
  return judged(
    to - from,
    half + resolution,
    `${INTERVAL_LEVEL * 100}% interval over ${pairs} paired replications`,
  );
}

function unknown(reason: string): Judgement {
  return { interval: null, verdict: 'unknown', reason };
}

function judged(difference: number, half: number, reason: string): Judgement {
  return {
    interval: [difference - half, difference + half],
    verdict: Math.abs(difference) > half ? 'real' : 'noise',
    reason,
  };
}

function isWithoutChance(
  metric: string,
  { forecast: a }: ComparedScenario,
  { forecast: b }: ComparedScenario,
): boolean {
  return (a.deterministic && b.deterministic) || isFixed(metric, [a, b]);
}

function isFixed(metric: string, forecasts: readonly Forecast[]): boolean {
  return FIXED_METRICS.has(metric) && !forecasts.some(followsLoad);
}

/**
 * Whether an autoscaler or a job sets the number of some replicas, or some are taken away and paid otherwise meanwhile: their cost is then as
 * much chance as what arrives.
 */
function followsLoad({ pools, jobs }: Forecast): boolean {
  if (jobs !== undefined) return true;
  return pools.some(
    ({ fleet, spot }) =>
      spot !== undefined || (fleet !== undefined && (fleet.autoscaler !== null || fleet.failures > 0)),
  );
}
