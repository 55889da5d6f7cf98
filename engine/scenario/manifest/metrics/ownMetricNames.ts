import { METRICS, type MetricName } from '../../living/livingSpec.ts';

/** Of metrics that no engine has by one name, in names of our own: an adapter has to make them (`ttftP95`: ttft_seconds_p95). */
const OWN_NAMES = Object.fromEntries(
  (Object.keys(METRICS) as MetricName[]).map((metric) => [metric, `fleetcast_${spelled(metric)}`]),
) as Readonly<Record<MetricName, string>>;
const BY_NAME = new Map(Object.entries(OWN_NAMES).map(([metric, name]) => [name, metric as MetricName]));

/** A metric’s name of our own; over another window than usual that is part of the name, for an adapter has a rule for each. */
export function ownMetricName(metric: MetricName, windowSeconds?: number): string {
  const over = windowSeconds === undefined ? '' : `_over_${String(windowSeconds).replace('.', '_')}s`;
  return `${OWN_NAMES[metric]}${over}`;
}

/** What a name of our own stands for; undefined for one that is none. */
export function ownMetric(
  name: string,
): { readonly metric: MetricName; readonly windowSeconds?: number } | undefined {
  const [, plain = name, seconds] = /^(.*)_over_(\d+(?:_\d+)?)s$/.exec(name) ?? [];
  const metric = BY_NAME.get(plain);
  if (metric === undefined) return undefined;
  return seconds === undefined ? { metric } : { metric, windowSeconds: Number(seconds.replace('_', '.')) };
}

function spelled(metric: string): string {
  return metric
    .replace(/P(\d+)$/, '_seconds_p$1')
    .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
