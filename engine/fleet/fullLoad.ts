import type { SimulationSpec } from '../scenario/spec.ts';
import { fullLoadSeconds } from '../serving/sustainableRate.ts';
import { WORK_COLUMNS, WORK_STRIDE } from '../usage/usage.ts';
import type { Pool } from './pool.ts';

const ROW = WORK_STRIDE;
const PREFILL = WORK_COLUMNS.indexOf('prefillTokens');
const ATTENTION = WORK_COLUMNS.indexOf('attentionTokens');
const DECODE = WORK_COLUMNS.indexOf('decodeTokens');
const CONTEXT = WORK_COLUMNS.indexOf('contextTokens');

/** Seconds at full load of each hour of a window: of the work that a pool's requests of all accounts booked in it. */
export function fullLoadHours({ state }: Pool, spec: Pick<SimulationSpec, 'workloads'>): Float64Array {
  const { recorder, poolIndex } = state;
  const { hours, workRows, accountWorkload } = recorder;
  const accounts = accountWorkload.length;
  const legs = recorder.legAt
    .subarray(poolIndex * accounts, (poolIndex + 1) * accounts)
    .filter((at) => at >= 0);
  const tpotSeconds = strictestTpot(spec, poolIndex);
  return Float64Array.from({ length: hours }, (_, hour) => {
    const sum = (column: number): number =>
      legs.reduce((total, leg) => total + workRows[leg + hour * ROW + column], 0);
    return fullLoadSeconds(state.time, state.spec.batching, tpotSeconds, {
      prefillTokens: sum(PREFILL),
      attentionTokens: sum(ATTENTION),
      decodeTokens: sum(DECODE),
      contextTokens: sum(CONTEXT),
    });
  });
}

/** The strictest limit on the time per output token that a workload of the pool has; Infinity without one. */
function strictestTpot({ workloads }: Pick<SimulationSpec, 'workloads'>, pool: number): number {
  return workloads.reduce(
    (least, { pool: own, slo }) => (own === pool ? Math.min(least, slo?.tpotSeconds ?? least) : least),
    Number.POSITIVE_INFINITY,
  );
}
