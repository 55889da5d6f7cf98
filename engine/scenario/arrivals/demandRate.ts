/** What a rate counts. */
export type DemandUnit = 'requests' | 'tokens' | 'promptTokens' | 'outputTokens';
/** How long it is counted over, by the word that it is written with. */
export type DemandPeriod = 's' | 'min' | 'h' | 'day';
/** Whether it is the mean of the week or its highest hour. */
export type DemandLevel = 'mean' | 'peak';

/** A rate as people know it: so many of something a period, on average or at the week's peak. */
export interface DemandRate {
  readonly amount: number;
  readonly unit: DemandUnit;
  readonly period: DemandPeriod;
  readonly level: DemandLevel;
}

/** What a rate may look like, for messages. */
export const DEMAND_RATE_EXAMPLES =
  '“12/s at peak”, “43,200/h”, “250k a day” or “40M output tokens a day at peak”';

const PERIOD_SECONDS: Readonly<Record<DemandPeriod, number>> = { s: 1, min: 60, h: 3600, day: 86_400 };

const UNIT_WORDS: Readonly<Record<DemandUnit, string>> = {
  requests: '',
  tokens: 'tokens',
  promptTokens: 'prompt tokens',
  outputTokens: 'output tokens',
};

const MULTIPLES: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  b: 1e9,
  bn: 1e9,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
};

const PERIODS: readonly (readonly [DemandPeriod, RegExp])[] = [
  ['s', /^s(ec(onds?)?)?$/],
  ['min', /^min(utes?)?$/],
  ['h', /^h(ours?)?$/],
  ['day', /^d(ays?)?$/],
];

const RATE =
  /^(\d[\d,_]*(?:\.\d+)?|\.\d+)(e[+-]?\d+)? ?(k|m|b|bn|thousand|million|billion)? ?(requests?|req|tokens?|output tokens?|prompt tokens?|input tokens?)?(?: ?\/ ?| per | an? )([a-z]+)(?: (at peak|peak|on average|average|mean))?$/;

/** The rate that a text says, or undefined where it says none. Capitals, spaces and thousands separators do not matter. */
export function parseDemandRate(text: string): DemandRate | undefined {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const [whole, digits, exponent = '', multiple, what = '', period, level = ''] = RATE.exec(words) ?? [];
  const named = PERIODS.find(([, form]) => period !== undefined && form.test(period))?.[0];
  if (whole === undefined || named === undefined) return undefined;
  const amount =
    Number(digits.replaceAll(/[,_]/g, '') + exponent) * (multiple === undefined ? 1 : MULTIPLES[multiple]);
  return {
    amount,
    unit: unitOf(what),
    period: named,
    level: level.endsWith('peak') ? 'peak' : 'mean',
  };
}

function unitOf(what: string): DemandUnit {
  if (!what.includes('token')) return 'requests';
  if (what.startsWith('output')) return 'outputTokens';
  return /^(prompt|input)/.test(what) ? 'promptTokens' : 'tokens';
}

/** A rate as it is written in a document: “12/s at peak”, “40M output tokens/day”. */
export function demandRateText({ amount, unit, period, level }: DemandRate): string {
  const words = UNIT_WORDS[unit];
  return `${amountText(amount)}${words === '' ? '' : ` ${words}`}/${period}${level === 'peak' ? ' at peak' : ''}`;
}

/** A number as it is typed: whole thousands, millions and billions by their letter. */
export function amountText(amount: number): string {
  for (const [multiple, letter] of [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (amount >= multiple && amount < multiple * 10_000 && amount % multiple === 0)
      return `${amount / multiple}${letter}`;
  }
  return String(amount);
}

/** The highest hour of a week over its mean; 1 where the rate is flat. Growth, months and events come on top of it. */
export function peakFactor(hourOfWeek: readonly number[] | undefined): number {
  return hourOfWeek === undefined ? 1 : Math.max(...hourOfWeek);
}

/** Mean tokens of a request; one that a workload has none of is 0. */
export interface MeanTokens {
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/**
 * Mean requests a second of a rate: tokens over the mean tokens of a request, a peak over the week's peak factor.
 * `meanTokens` is asked only where tokens are counted. Infinity where a request has none of them.
 */
export function meanRatePerSecond(rate: DemandRate, factor: number, meanTokens: () => MeanTokens): number {
  const perSecond = rate.amount / PERIOD_SECONDS[rate.period];
  const mean = rate.level === 'peak' ? perSecond / factor : perSecond;
  return rate.unit === 'requests' ? mean : mean / tokensOf(rate.unit, meanTokens());
}

/** Mean tokens of a request, of the kind that a rate counts. */
export function tokensOf(
  unit: Exclude<DemandUnit, 'requests'>,
  { promptTokens, outputTokens }: MeanTokens,
): number {
  if (unit === 'promptTokens') return promptTokens;
  return unit === 'outputTokens' ? outputTokens : promptTokens + outputTokens;
}
