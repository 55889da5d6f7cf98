/**
 * The step-by-step simulator: slow, and meant to be read beside the rules. One object a
 * sequence, one loop turn a step, no jumps, no trees; the engine must agree with it.
 */

import {
  beginStep,
  createStepReplica,
  exceedsKv,
  finishStep,
  inHand,
  leaveFront,
  nextReach,
  receive,
  SIMULTANEOUS_SECONDS,
  type StepRules,
  type StepTally,
  type Times,
} from './stepRules.ts';

export interface OracleRequest {
  readonly arrival: number;
  readonly prompt: number;
  /** 0 of an encoder: it holds its prompt while that is computed, and is done at the end of it. */
  readonly output: number;
  readonly cached?: number;
}

export interface OracleRow extends Times {
  replica: number;
  rejected?: 'context' | 'kv';
}

export interface OraclePool extends StepRules {
  readonly replicas: number;
  readonly balance: 'round-robin' | 'least-outstanding';
  readonly maxContextTokens?: number;
  /** With so many requests waiting or running the next one ends the run: the pool is overloaded. */
  readonly mostInHand?: number;
}

export interface OracleResult extends Readonly<StepTally> {
  readonly rows: OracleRow[];
}

/** Runs all requests (in order of arrival) to completion, or up to the one that is too many: instants not reached are −1. */
export function runOracle(pool: OraclePool, requests: readonly OracleRequest[]): OracleResult {
  const rows: OracleRow[] = requests.map(() => ({ replica: -1, start: -1, firstToken: -1, end: -1 }));
  const replicas = Array.from({ length: pool.replicas }, () => createStepReplica(pool));
  const tally: StepTally = { preemptions: 0, steps: 0, busySeconds: 0, kvPeakBlocks: 0 };
  let turn = 0;
  let isFull = false;
  let nextArrival = 0;

  const arrive = (index: number): void => {
    const { arrival, prompt, output, cached = 0 } = requests[index];
    if (prompt + output > (pool.maxContextTokens ?? Number.POSITIVE_INFINITY)) {
      rows[index].rejected = 'context';
      return;
    }
    if (exceedsKv(pool, prompt, output)) {
      rows[index].rejected = 'kv';
      return;
    }
    isFull = replicas.reduce((sum, r) => sum + inHand(r), 0) >= (pool.mostInHand ?? Number.POSITIVE_INFINITY);
    if (isFull) return;
    let chosen = 0;
    if (pool.balance === 'round-robin') {
      chosen = turn;
      turn = (turn + 1) % replicas.length;
    } else {
      replicas.forEach((r, i) => {
        if (inHand(r) < inHand(replicas[chosen])) chosen = i;
      });
    }
    receive(
      pool,
      replicas[chosen],
      {
        times: rows[index],
        arrival,
        prompt,
        output,
        cached: Math.min(cached, prompt - 1),
        emitted: 0,
        inKv: 0,
        blocks: 0,
        decoding: false,
      },
      arrival,
    );
    rows[index].replica = chosen;
  };

  for (;;) {
    const arrival = nextArrival < requests.length ? requests[nextArrival].arrival : Number.POSITIVE_INFINITY;
    const reached = replicas.reduce((one, r) => (nextReach(r) < nextReach(one) ? r : one));
    const next = Math.min(arrival, nextReach(reached));
    for (const r of replicas) {
      if (
        r.end === Number.POSITIVE_INFINITY &&
        r.running.length + r.waiting.length > 0 &&
        r.joinUntil < next
      ) {
        beginStep(pool, r, tally);
      }
    }
    let first = replicas[0];
    for (const r of replicas) if (r.end < first.end) first = r;
    if (first.end !== Number.POSITIVE_INFINITY && first.end <= next + SIMULTANEOUS_SECONDS) {
      finishStep(pool, first);
    } else if (nextReach(reached) <= arrival && next !== Number.POSITIVE_INFINITY) leaveFront(reached);
    else if (arrival !== Number.POSITIVE_INFINITY) arrive(nextArrival++);
    else break;
    if (isFull) break;
  }
  return { rows, ...tally };
}
