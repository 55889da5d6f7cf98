import { SKETCH_RELATIVE_ERROR } from '../statistics/latencySketch.ts';
import type { Forecast } from '../forecast.ts';
import { deploymentOrder } from './compareOrder.ts';
import { keepsPromise } from './promise.ts';
import {
  costToKeep,
  growthOfPaid,
  type PromiseRoom,
  promiseRoom,
  type RoomedForecast,
} from './promiseRoom.ts';

/** A deployment, and what its step times are those of: equal texts are wrong by the same factor. */
export interface ClosenessInput {
  readonly forecast: RoomedForecast & Pick<Forecast, 'latencySeconds'>;
  readonly stepTimes?: string | undefined;
}

/** Two deployments whose order cannot be told, by their indices. */
export interface CloseCall {
  readonly ahead: number;
  readonly behind: number;
  /**
   * `slower`: with longer steps the one ahead misses its promise, and one that keeps it costs as much as the other or more.
   * `faster`: with shorter steps the one behind, which is cheaper, keeps its promise.
   * `chance`: whether one of them keeps its promise may be an accident of the random numbers.
   * `tie`: they cost the same, and their latencies cannot be told apart.
   */
  readonly cause: 'slower' | 'faster' | 'chance' | 'tie';
  /** How many times as long step times would be, at the least change that does it; 1 where none is needed. */
  readonly factor: number;
  /** The larger error of those step times, 0.22 being 22 %; 0 where they are given and not predicted. */
  readonly error: number;
}

const SAME_COST = 0.005;
const TRIED_FACTORS = 64;

/**
 * Pairs whose order (`deploymentOrder`) could turn. The cost of a fleet of a fixed size is certain, and so is the cost
 * of a token as long as the fleet keeps up; whether it keeps its promise hangs on step times, which are predicted with an
 * error: nine in ten are within `band.wide`. So a pair is a close call where, within that error of one of them (of both
 * at once where their step times are the same prediction), the other would come out ahead: see `CloseCall.cause`. An
 * overloaded one is never close to one that keeps up, and two of which neither keeps its promise are not told apart here.
 */
export function closeCalls(deployments: readonly ClosenessInput[]): readonly CloseCall[] {
  const order = deploymentOrder(deployments);
  const sides = deployments.map(sideOf);
  return order.flatMap((ahead, at) =>
    order.slice(at + 1).flatMap((behind): readonly CloseCall[] => {
      const call = closeness(sides[ahead], sides[behind]);
      return call === undefined ? [] : [{ ahead, behind, ...call }];
    }),
  );
}

interface Side extends ClosenessInput {
  readonly rooms: readonly PromiseRoom[];
  readonly isKept: boolean;
  readonly isTossUp: boolean;
  readonly cost: number;
  readonly error: number;
}

function sideOf(input: ClosenessInput): Side {
  const { forecast } = input;
  const rooms = promiseRoom(forecast);
  return {
    ...input,
    rooms,
    isKept: keepsPromise(forecast) !== false,
    isTossUp: rooms.some((room) => room.isTossUp),
    cost: forecast.costPerMonth ?? Number.POSITIVE_INFINITY,
    error: Math.max(0, ...forecast.performance.map(({ band }) => band.wide)),
  };
}

type Closeness = Pick<CloseCall, 'cause' | 'factor' | 'error'>;

function closeness(ahead: Side, behind: Side): Closeness | undefined {
  if (!ahead.isKept || !Number.isFinite(ahead.cost) || !Number.isFinite(behind.cost)) return undefined;
  const isSame = Math.abs(ahead.cost - behind.cost) < SAME_COST;
  if (!behind.isKept) {
    if (behind.cost > ahead.cost && !isSame) return undefined;
    const room = Math.min(...behind.rooms.map(({ factor }) => factor));
    if (behind.isTossUp) return { cause: 'chance', factor: 1, error: behind.error };
    return room >= 1 / (1 + behind.error) && room > 0
      ? { cause: 'faster', factor: room, error: behind.error }
      : undefined;
  }
  if (ahead.isTossUp && costIfMissed(ahead) >= behind.cost - SAME_COST) {
    return { cause: 'chance', factor: 1, error: ahead.error };
  }
  const factor = firstTurn(ahead, behind, isSame);
  if (factor !== undefined) return { cause: 'slower', factor, error: ahead.error };
  return isSame && !areToldApart(ahead, behind) ? { cause: 'tie', factor: 1, error: ahead.error } : undefined;
}

/** With one replica more in the pools that chance may tip. */
function costIfMissed({ forecast, rooms, cost }: Side): number {
  const growth = rooms.reduce(
    (sum, { pool, costShare, replicas, isTossUp }) =>
      sum + (isTossUp ? costShare * (growthOfPaid(forecast, pool, replicas, replicas + 1) - 1) : 0),
    1,
  );
  return cost * growth;
}

/** The least factor within the error at which the one behind costs no more to keep its promise. */
function firstTurn(ahead: Side, behind: Side, isSame: boolean): number | undefined {
  if (ahead.error === 0) return undefined;
  const isShared = isOneForecast(ahead, behind);
  for (let i = 1; i <= TRIED_FACTORS; i++) {
    const factor = (1 + ahead.error) ** (i / TRIED_FACTORS);
    const cost = ahead.cost * costToKeep(ahead.forecast, ahead.rooms, factor);
    const other = behind.cost * costToKeep(behind.forecast, behind.rooms, isShared ? factor : 1);
    if (isSame ? other < cost - SAME_COST : other < cost + SAME_COST) return factor;
  }
  return undefined;
}

function isOneForecast(a: Side, b: Side): boolean {
  return a.stepTimes !== undefined && a.stepTimes === b.stepTimes;
}

/** Whether one of their latencies differs by more than both errors together and the histograms’ resolution. */
function areToldApart(a: Side, b: Side): boolean {
  const error = isOneForecast(a, b) ? 0 : Math.hypot(Math.log1p(a.error), Math.log1p(b.error));
  const least = error + 2 * SKETCH_RELATIVE_ERROR;
  return (['ttft', 'tpot', 'endToEnd'] as const).some((latency) => {
    const [one, other] = [a, b].map(({ forecast }) => forecast.latencySeconds[latency].p95);
    return one !== null && other !== null && one > 0 && other > 0 && Math.abs(Math.log(one / other)) > least;
  });
}
