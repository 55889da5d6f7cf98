import { gammaln } from 'simple-statistics';
import { meanRatePerSecond, peakFactor } from './demandRate.ts';
import { meanTokens } from '../lengths/lengthQuantile.ts';
import { profile, scaledToMeanOne } from './profiles.ts';
import type { InspectedTrace } from './inspectedTrace.ts';
import type { ArrivalDocument } from '../schema.ts';
import type { ArrivalProcessSpec, ArrivalSpec, ClientSpec, LengthSpec, RateShapeSpec } from '../spec.ts';

/** Of a workload's requests: what tokens of a rate are divided by. */
interface Lengths {
  readonly promptTokens?: LengthSpec;
  readonly outputTokens?: LengthSpec;
}

type Synthetic = Exclude<ArrivalDocument, { trace: string } | { process: 'batch' }>;

/** Arrivals as simulation takes them. Throws RangeError for a trace that was not inspected, or a document that was not checked. */
export function resolveArrivals(
  arrivals: ArrivalDocument,
  startEpochSeconds: number,
  accountOfTenant: Readonly<Record<string, number>>,
  trace: InspectedTrace | undefined,
  lengths: Lengths,
): ArrivalSpec {
  if ('trace' in arrivals) {
    if (trace === undefined) throw new RangeError(`the trace ${arrivals.trace} was not inspected`);
    const { trace: _written, ...rest } = arrivals;
    return { kind: 'trace', ...rest, path: trace.path, summary: trace.summary, accountOfTenant };
  }
  if (arrivals.process === 'batch') {
    return { kind: 'batch', count: arrivals.count, atSeconds: arrivals.at, everyDays: arrivals.everyDays };
  }
  const rate = rateShape(arrivals, startEpochSeconds);
  const { process, ownRate } = resolveProcess(arrivals);
  const ratePerSecond = meanRate(arrivals, rate, lengths) ?? ownRate;
  if (ratePerSecond === undefined) throw new RangeError('arrivals without a rate');
  return { kind: 'synthetic', process, ratePerSecond, rate };
}

/** What the rate that is given comes to, requests a second on average; undefined where none is given. */
function meanRate(
  { rate, ratePerSecond }: Pick<Synthetic, 'rate' | 'ratePerSecond'>,
  { hourOfWeek }: RateShapeSpec,
  { promptTokens, outputTokens }: Lengths,
): number | undefined {
  if (rate === undefined) return ratePerSecond;
  const mean = (length: LengthSpec | undefined): number => (length === undefined ? 0 : meanTokens(length));
  return meanRatePerSecond(rate, peakFactor(hourOfWeek), () => ({
    promptTokens: mean(promptTokens),
    outputTokens: mean(outputTokens),
  }));
}

/** How requests follow each other, and the mean rate of a process that has one of its own. */
function resolveProcess(arrivals: Synthetic): { process: ArrivalProcessSpec; ownRate?: number } {
  switch (arrivals.process) {
    case 'constant':
    case 'poisson':
      return { process: { type: arrivals.process } };
    case 'gamma':
    case 'weibull': {
      const shape = arrivals.shape ?? shapeOf(arrivals.process, arrivals.cv ?? 1);
      return { process: { type: arrivals.process, shape } };
    }
    case 'mmpp': {
      // The mean rate in equilibrium: states weighted by how long they last.
      const seconds = arrivals.states.reduce((sum, state) => sum + state.meanSeconds, 0);
      const mean =
        arrivals.states.reduce((sum, state) => sum + state.ratePerSecond * state.meanSeconds, 0) / seconds;
      const states = arrivals.states.map(({ ratePerSecond, meanSeconds }) => ({
        relativeRate: ratePerSecond / mean,
        meanSeconds,
      }));
      return { process: { type: 'mmpp', states }, ownRate: mean };
    }
    case 'clients':
      return { process: { type: 'clients', clients: resolveClients(arrivals) } };
  }
}

function resolveClients(arrivals: Extract<Synthetic, { process: 'clients' }>): ClientSpec[] {
  const { cv, interval } = arrivals;
  const listed =
    arrivals.clients ??
    Array.from({ length: arrivals.count ?? 0 }, (_, rank) => ({
      share: (rank + 1) ** -arrivals.skew,
      cv,
      interval,
    }));
  const total = listed.reduce((sum, client) => sum + client.share, 0);
  return listed.map((client) => ({
    share: client.share / total,
    interval: client.interval,
    shape: shapeOf(client.interval, client.cv),
  }));
}

/** Gamma: cv² = 1/shape. Weibull: cv² = Γ(1 + 2/k) / Γ(1 + 1/k)² − 1, solved by bisection of log k. */
function shapeOf(law: 'gamma' | 'weibull', cv: number): number {
  if (law === 'gamma') return 1 / (cv * cv);
  let low = Math.log(0.02);
  let high = Math.log(500);
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    const k = Math.exp(middle);
    if (Math.exp(gammaln(1 + 2 / k) - 2 * gammaln(1 + 1 / k)) - 1 > cv * cv) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

function rateShape(arrivals: Synthetic, startEpochSeconds: number): RateShapeSpec {
  const { hourOfWeek, monthOfYear } = arrivals;
  return {
    ...(hourOfWeek === undefined
      ? {}
      : { hourOfWeek: typeof hourOfWeek === 'string' ? profile(hourOfWeek) : scaledToMeanOne(hourOfWeek) }),
    ...(monthOfYear === undefined ? {} : { monthOfYear: scaledToMeanOne(monthOfYear) }),
    timeZoneOffsetSeconds: arrivals.timeZoneOffset,
    growthPerMonth: arrivals.growthPerMonth,
    events: arrivals.events.map(({ start, duration, factor }) => {
      const startSeconds = 'seconds' in start ? start.seconds : start.epochSeconds - startEpochSeconds;
      return { startSeconds, endSeconds: startSeconds + duration, factor };
    }),
  };
}
