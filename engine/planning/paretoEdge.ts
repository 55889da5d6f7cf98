import { leadP95 } from '../finance/generation.ts';
import type { Forecast } from '../forecast.ts';
import { keepsPromise } from './promise.ts';

type Judged = Pick<
  Forecast,
  'slo' | 'overloaded' | 'givenUp' | 'costPerMonth' | 'latencySeconds' | 'workloads'
>;

/**
 * Of each forecast, whether it is on the edge of what can be had: it keeps what it promises (or was asked nothing), has
 * a cost and a time to first token (of an encoder: to the vector), and no other such one is as good in both and better in one.
 */
export function paretoEdge(forecasts: readonly Judged[]): readonly boolean[] {
  const points = forecasts.map(pointOf);
  return points.map(
    (point) => point !== undefined && points.every((other) => other === undefined || !isBetter(other, point)),
  );
}

interface Point {
  readonly cost: number;
  readonly latency: number;
}

/** Undefined for what cannot be on the edge. */
function pointOf(forecast: Judged): Point | undefined {
  const { costPerMonth: cost } = forecast;
  const latency = leadP95(forecast);
  return cost === null || latency === null || keepsPromise(forecast) === false
    ? undefined
    : { cost, latency };
}

/** Cheaper or quicker, and in neither respect worse. */
function isBetter(a: Point, b: Point): boolean {
  return a.cost <= b.cost && a.latency <= b.latency && (a.cost < b.cost || a.latency < b.latency);
}
