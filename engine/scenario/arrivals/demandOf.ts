import { type DemandRate, meanRatePerSecond, peakFactor, tokensOf } from './demandRate.ts';
import { meanTokens } from '../lengths/lengthQuantile.ts';
import { profile, scaledToMeanOne } from './profiles.ts';
import { valueAt } from '../reading/problems.ts';
import { resolveLength } from '../lengths/resolveLength.ts';
import { workloadSchema } from '../schema.ts';

const WORKLOAD = workloadSchema.shape;

/** What a workload asks for in an ordinary week, before growth, months and events. */
export interface Demand {
  /** Requests a second. */
  readonly mean: number;
  /** Of the highest hour, requests a second. */
  readonly peak: number;
  /** Peak over mean. */
  readonly factor: number;
  /** 168 factors from Monday 00:00 local time, mean 1; absent where the rate is flat. */
  readonly hourOfWeek?: readonly number[];
  /** Mean tokens of a request, where the rate counts tokens. */
  readonly tokensPerRequest?: number;
}

/** The demand of a workload as it is written; undefined where it has no rate, or not yet one that can be read. */
export function demandOf(workload: unknown): Demand | undefined {
  const arrivals = WORKLOAD.arrivals.safeParse(valueAt(workload, ['arrivals'])).data;
  if (arrivals === undefined || 'trace' in arrivals || arrivals.process === 'batch') return undefined;
  const { hourOfWeek: written, ratePerSecond } = arrivals;
  if (Array.isArray(written) && written.every((factor) => factor === 0)) return undefined;
  const hourOfWeek =
    written === undefined
      ? undefined
      : typeof written === 'string'
        ? profile(written)
        : scaledToMeanOne(written);
  const rate: DemandRate | undefined =
    arrivals.rate ??
    (ratePerSecond === undefined
      ? undefined
      : { amount: ratePerSecond, unit: 'requests', period: 's', level: 'mean' });
  if (rate === undefined) return undefined;
  const factor = peakFactor(hourOfWeek);
  const meanLength = (key: 'promptTokens' | 'outputTokens'): number => {
    const length = WORKLOAD[key].safeParse(valueAt(workload, [key])).data;
    return length === undefined ? 0 : meanTokens(resolveLength(length));
  };
  const lengths = { promptTokens: 0, outputTokens: 0 };
  if (rate.unit !== 'requests') {
    lengths.promptTokens = meanLength('promptTokens');
    lengths.outputTokens = meanLength('outputTokens');
  }
  const mean = meanRatePerSecond(rate, factor, () => lengths);
  if (!Number.isFinite(mean)) return undefined;
  return {
    mean,
    peak: mean * factor,
    factor,
    ...(hourOfWeek === undefined || factor === 1 ? {} : { hourOfWeek }),
    ...(rate.unit === 'requests' ? {} : { tokensPerRequest: tokensOf(rate.unit, lengths) }),
  };
}
