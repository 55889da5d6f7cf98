import type { PoolState } from '../poolState.ts';

/** What happens at written instants and sets the pool's number. */
export interface Controller {
  /** Of what comes next; Infinity: nothing any more. */
  next(): number;
  /** Does what is due now; what comes between the samples of the instant and its look, if anything does, is handed in. */
  run(pool: PoolState, beforeLook?: () => void): void;
}
