import { inFrontEnd } from './frontEnd.ts';
import { LAYOUT, type PoolState } from './poolState.ts';

const { OUTSTANDING, WHOLE_STRIDE } = LAYOUT;

/** Requests that replica r has and has not completed, those in its front end included. */
export function inHandOf(state: PoolState, r: number): number {
  return state.whole[r * WHOLE_STRIDE + OUTSTANDING] + inFrontEnd(state, r);
}
