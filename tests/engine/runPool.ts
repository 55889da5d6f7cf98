import { fullLoadHours } from '../../engine/fleet/fullLoad.ts';
import { giveUp } from '../../engine/fleet/giveUp.ts';
import { advancePool, createPool, offerRequests } from '../../engine/fleet/pool.ts';
import type { PoolSpec, SimulationSpec } from '../../engine/scenario/spec.ts';
import { SLOT_LIMIT } from '../../engine/serving/completionHeap.ts';
import { compileStepTime } from '../../engine/serving/stepTime/stepTime.ts';
import { createWindowRecorder, type RequestRow, TOTAL } from '../../engine/usage/windowRecorder.ts';
import { createRequestBatch } from '../../engine/workload/requestBatch.ts';
import type { OraclePool, OracleRequest, OracleResult } from './oracle.ts';

/** What the engine tells beside what the oracle does. */
export interface EngineResult extends OracleResult {
  /** The seconds that full replicas take for the work of each hour, summed (fleet/fullLoad). */
  readonly fullLoadSeconds: number;
}

/** The engine's pool, batch by batch, in the shape of the oracle's answer; requests that it could not take are −1 throughout. */
export function runPool(
  pool: PoolSpec,
  requests: readonly OracleRequest[],
  batchSize = 64,
  mostInHand = SLOT_LIMIT,
): EngineResult {
  const hours = 1 + Math.ceil((requests.at(-1)?.arrival ?? 0) / 3600);
  const spec: SimulationSpec = {
    seed: 1,
    startEpochSeconds: 0,
    hours,
    fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows: 'one' },
    workloads: [{ id: 'w', pool: 0, arrivals: { kind: 'batch', count: 1, atSeconds: 0, everyDays: 1 } }],
    pools: [pool],
    accounts: [{ workload: 0, tenant: 't' }],
  };
  const rows: OracleResult['rows'] = requests.map(() => ({
    replica: -1,
    start: -1,
    firstToken: -1,
    end: -1,
  }));
  const observer = (row: RequestRow): void => {
    rows[row.sequence] = {
      replica: row.replica,
      start: row.startSeconds,
      firstToken: row.firstTokenSeconds,
      end: row.endSeconds,
      ...(row.rejection === 'context' || row.rejection === 'kv' ? { rejected: row.rejection } : {}),
    };
  };
  const recorder = createWindowRecorder(spec, 0, hours, observer);
  const time = compileStepTime(pool.stepTime, pool.batching.maxSequences);
  const running = createPool(pool, 0, time, recorder, 0, mostInHand, () => 0.5);
  const batch = createRequestBatch(batchSize);
  let isTaken = true;
  for (let from = 0; isTaken && from < requests.length; from += batchSize) {
    const part = requests.slice(from, from + batchSize);
    part.forEach((request, i) => {
      batch.arrivalSeconds[i] = request.arrival;
      batch.promptTokens[i] = request.prompt;
      batch.outputTokens[i] = request.output;
      batch.cachedTokens[i] = request.cached ?? 0;
      batch.sequence[i] = from + i;
    });
    isTaken = offerRequests(running, batch, 0, part.length);
  }
  if (isTaken) advancePool(running, Number.POSITIVE_INFINITY);
  else giveUp([running], observer);
  return {
    rows,
    preemptions: recorder.totals[TOTAL.PREEMPTIONS],
    steps: recorder.totals[TOTAL.STEPS],
    busySeconds: recorder.busy.reduce((sum, seconds) => sum + seconds, 0),
    fullLoadSeconds: fullLoadHours(running, spec).reduce((sum, seconds) => sum + seconds, 0),
    kvPeakBlocks: recorder.totals[TOTAL.KV_PEAK_BLOCKS],
  };
}

/** The oracle's view of the same pool, with the same step-time model asked step by step. */
export function oraclePool(pool: PoolSpec): OraclePool {
  const time = compileStepTime(pool.stepTime, pool.batching.maxSequences);
  if (pool.balance !== 'round-robin' && pool.balance !== 'least-outstanding') {
    throw new Error(`the oracle has no ${pool.balance}`);
  }
  return {
    ...pool.batching,
    replicas: pool.replicas,
    balance: pool.balance,
    ...(pool.maxContextTokens === undefined ? {} : { maxContextTokens: pool.maxContextTokens }),
    ...(pool.frontEnd === undefined ? {} : { frontEnd: pool.frontEnd }),
    step: (p, attention, b, c) => time.step(p, attention, b, c),
  };
}
