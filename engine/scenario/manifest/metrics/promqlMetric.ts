import type { MetricName } from '../../living/livingSpec.ts';
import type { KnownMetric } from './wellKnownMetrics.ts';

/** What a query gives: a metric of ours, and of all replicas what. */
export interface QueriedMetric {
  readonly metric: MetricName;
  readonly scale: number;
  /** each: a series a replica, of which nobody says how they become one; total, mean or largest of them; one: a quantile of all. */
  readonly of: 'each' | 'total' | 'mean' | 'largest' | 'one';
  readonly windowSeconds?: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const WINDOW = '\\[([0-9a-z]+)\\]';
const COMBINED = { sum: 'total', avg: 'mean', max: 'largest' } as const;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * What a query in PromQL asks for, where it has one of the shapes of which that is certain: a metric, its rate or a quantile of its buckets,
 * summed, averaged or the largest of; and running + waiting, which is what is in hand. Of labels nothing is read. Undefined for all others:
 * what a query means that smooths, divides or adds is for whoever wrote it to say.
 */
export function promqlMetric(
  query: string,
  known: (name: string) => KnownMetric | undefined,
): QueriedMetric | undefined {
  const text = bare(query);
  const gauge = (name: string): KnownMetric | undefined => {
    const found = known(name);
    return found?.as === 'gauge' ? found : undefined;
  };
  const match = (shape: string): RegExpExecArray | null => new RegExp(`^${shape}$`).exec(text);

  const rated = `(?:rate|irate)\\((${NAME})${WINDOW}\\)`;
  const quantile =
    match(`histogram_quantile\\(([0-9.]+),sum\\(${rated}\\)\\)`) ??
    match(`histogram_quantile\\(([0-9.]+),${rated}\\)`);
  if (quantile !== null) return quantileOf(quantile[1], known(quantile[2]), quantile[3]);

  const plain = match(`(sum|avg|max)\\((${NAME})\\)`) ?? match(`()(${NAME})`);
  if (plain !== null) {
    const found = gauge(plain[2]);
    return found && { ...amountOf(found), of: combined(plain[1]) };
  }

  const mean = `avg_over_time\\((${NAME})${WINDOW}\\)`;
  const smooth = match(`(sum|avg|max)\\(${mean}\\)`) ?? match(`()${mean}`);
  if (smooth !== null) {
    const found = gauge(smooth[2]);
    // Of the others what is seen is as it is at an instant.
    if (found?.metric !== 'busyShare') return undefined;
    return { ...amountOf(found), of: combined(smooth[1]), ...windowOf(smooth[3]) };
  }

  const rate = match(`(sum|avg|max)\\(${rated}\\)`) ?? match(`()${rated}`);
  if (rate !== null) {
    const found = known(rate[2]);
    if (found?.as !== 'counter') return undefined;
    return { ...amountOf(found), of: combined(rate[1]), ...windowOf(rate[3]) };
  }

  const sum = match(`sum\\((${NAME})\\)\\+sum\\((${NAME})\\)`) ?? match(`sum\\((${NAME})\\+(${NAME})\\)`);
  const parts = sum === null ? [] : [gauge(sum[1])?.metric, gauge(sum[2])?.metric];
  const inHand = parts.includes('running') && parts.includes('waiting');
  return inHand ? { metric: 'outstanding', scale: 1, of: 'total' } : undefined;
}

/** Names of metrics in a query, each once: what is no function, no label and no keyword. */
export function promqlNames(query: string): readonly string[] {
  const text = unlabelled(query).replaceAll(
    /\[[^\]]*\]|\b(?:on|ignoring|group_left|group_right)\s*\([^()]*\)/g,
    ' ',
  );
  const names = text.matchAll(new RegExp(`(?<![a-zA-Z0-9_:.])${NAME}(?![a-zA-Z0-9_:]|\\s*\\()`, 'g'));
  return [...new Set([...names].map(([name]) => name))].filter((name) => !KEYWORDS.has(name));
}

const KEYWORDS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'on',
  'ignoring',
  'vector',
  'group_left',
  'group_right',
]);

/** Without comments, labels, and which of them are kept. */
function unlabelled(query: string): string {
  return query
    .replaceAll(/#.*$/gm, '')
    .replaceAll(/\{[^{}]*\}/g, '')
    .replaceAll(/\b(?:by|without)\s*\([^()]*\)/g, '');
}

function bare(query: string): string {
  return unlabelled(query).replaceAll(/\s+/g, '');
}

function combined(by: string): QueriedMetric['of'] {
  return by === '' ? 'each' : COMBINED[by as keyof typeof COMBINED];
}

function quantileOf(
  share: string,
  known: KnownMetric | undefined,
  window: string,
): QueriedMetric | undefined {
  const percent = Math.round(Number(share) * 100);
  if (known?.as !== 'histogram' || ![50, 90, 95, 99].includes(percent)) return undefined;
  if (Math.abs(Number(share) * 100 - percent) > 1e-9) return undefined;
  const metric = known.metric.replace('50', String(percent)) as MetricName;
  return { ...amountOf(known), metric, of: 'one', ...windowOf(window) };
}

function amountOf({
  metric,
  scale = 1,
  windowSeconds,
}: KnownMetric): Pick<QueriedMetric, 'metric' | 'scale' | 'windowSeconds'> {
  return { metric, scale, ...(windowSeconds === undefined ? {} : { windowSeconds }) };
}

/** Of `5m`, `90s`, `1h30m`; nothing for what is none. */
function windowOf(window: string): { readonly windowSeconds?: number } {
  const parts = [...window.matchAll(/(\d+)(ms|s|m|h|d)/g)];
  if (parts.map(([part]) => part).join('') !== window) return {};
  return {
    windowSeconds: parts.reduce(
      (sum, [, amount, unit]) =>
        sum + (unit === 'ms' ? Number(`${amount}e-3`) : Number(amount) * SECONDS[unit]),
      0,
    ),
  };
}
