import { workMark } from '../serving/workMark.ts';
import type { OverloadStop } from '../usage/usage.ts';
import { type Pool, poolInFlight } from './pool.ts';

/**
 * Why a pool was given up at its clock, with the rates at which requests came and were served: of the time in which
 * the last three quarters of its queue built up, or for `drain` of the whole window, whose last request was there
 * at `lastArrivalSeconds`.
 */
export function overloadStop(
  pool: Pool,
  cause: OverloadStop['cause'],
  lastArrivalSeconds = pool.state.clock[0],
): Omit<OverloadStop, 'hours'> {
  const { state } = pool;
  const now = workMark(state);
  const since = cause === 'drain' ? state.start : state.growing;
  return {
    pool: state.poolIndex,
    cause,
    atSeconds: now.atSeconds,
    ...poolInFlight(pool),
    ...rate('arrivedPerSecond', now.taken - since.taken, lastArrivalSeconds - since.atSeconds),
    ...rate('servedPerSecond', now.done - since.done, now.atSeconds - since.atSeconds),
  };
}

function rate<Name extends string>(
  name: Name,
  count: number,
  seconds: number,
): { readonly [K in Name]?: number } {
  return seconds > 0 ? ({ [name]: count / seconds } as Record<Name, number>) : {};
}
