import { latencyName } from '../../../engine/finance/generation.ts';
import { duration, grouped, percent } from '../../../engine/finance/plainText.ts';
import type { MetricDifference } from '../../../engine/planning/compare.ts';
import { LATENCIES } from '../../../engine/usage/usage.ts';
import { decimalsFor, NO_DATA } from '../../report/reportSection.ts';

/** Amounts are shown without decimals from here on. */
const WHOLE_FROM = 100;

/** A figure of a comparison in words: its name with the unit, and how its values are written. */
export interface MetricText {
  readonly label: string;
  readonly show: (value: number) => string;
  /** Of a difference, where that has another unit. */
  readonly showDifference?: (value: number) => string;
}

/** A difference as it is shown; `–` without data. */
export interface DifferenceText {
  readonly difference: string;
  readonly relative: string;
  readonly interval: string;
  readonly verdict: MetricDifference['verdict'] | 'equal';
}

/** Every part of a metric's difference as text. */
export function differenceText(
  { difference, relative, interval, verdict, exactAmounts }: MetricDifference,
  text: MetricText,
): DifferenceText {
  const show = text.showDifference ?? text.show;
  return {
    difference:
      difference === null
        ? NO_DATA
        : `${difference > 0 ? '+' : ''}${shown(show, difference, exactAmounts?.difference)}`,
    relative: relative === null ? NO_DATA : `${relative > 0 ? '+' : ''}${grouped(relative * 100, 1)}%`,
    interval: interval === null ? NO_DATA : `± ${show((interval[1] - interval[0]) / 2)}`,
    verdict: difference === 0 ? 'equal' : verdict,
  };
}

/** A value as `show` has it, or its decimal where a booked amount has one. */
export function shown(show: MetricText['show'], value: number, exact: string | undefined): string {
  return exact === undefined || Math.abs(Number(exact)) < WHOLE_FROM
    ? show(Number(exact ?? value))
    : grouped(exact);
}

const UNIT_COST_LABELS: Readonly<Record<string, string>> = {
  perRequest: 'completed request',
  perMillionTokens: 'million tokens',
  perMillionOutputTokens: 'million output tokens',
  perGpuHour: 'GPU-hour',
  perInferenceSecond: 'GPU-second at work',
  perRequestWithinSlo: 'request within SLO',
};

/**
 * How a metric (engine/finance/metrics.ts) is shown, of encoders alone where `generates` is false; undefined for those
 * that a comparison leaves to the JSON.
 */
export function metricText(metric: string, currency: string, generates: boolean): MetricText | undefined {
  const [kind, ...rest] = metric.split('.');
  const amount = (value: number): string =>
    grouped(value, Math.abs(value) >= WHOLE_FROM ? 0 : decimalsFor(value, 2));
  const plain = (value: number): string =>
    grouped(value, Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : decimalsFor(value));
  if (metric === 'cost.total') return { label: `Cost of the horizon (${currency})`, show: amount };
  if (metric === 'cost.idle') return { label: `of which idle (${currency})`, show: amount };
  if (kind === 'unitCost')
    return { label: `Cost per ${UNIT_COST_LABELS[rest[0]]} (${currency})`, show: amount };
  if (kind === 'slo') {
    const points = (share: number): string => `${grouped(share * 100, 2)} points`;
    return {
      label: `Service level of ${rest.slice(0, -1).join('.')}`,
      show: percent,
      showDifference: points,
    };
  }
  const latency = LATENCIES.find((name) => name === rest[0]);
  if (kind === 'latencySeconds' && latency !== undefined) {
    return rest[1] === 'p90'
      ? undefined
      : { label: `${latencyName(latency, generates).long}, ${rest[1]}`, show: signedDuration };
  }
  if (metric === 'requests.completed') return { label: 'Requests completed', show: plain };
  if (metric === 'requests.rejected') return { label: 'Requests rejected', show: plain };
  if (metric === 'goodputPerSecond') return { label: 'Requests within SLO per second', show: plain };
  return undefined;
}

function signedDuration(seconds: number): string {
  return seconds < 0 ? `-${duration(-seconds)}` : duration(seconds);
}
