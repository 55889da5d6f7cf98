import { inlineMore } from '../../host/run/inlineMore.ts';
import { planWindows, simulateWindow } from '../../engine/simulate.ts';
import { heapPop, heapPush } from '../../engine/serving/completionHeap.ts';
import { createRequestBatch } from '../../engine/workload/requestBatch.ts';
import { createSyntheticSource } from '../../engine/workload/syntheticSource.ts';
import { oraclePool } from '../engine/runPool.ts';
import { type OracleRequest, runOracle } from '../engine/oracle.ts';
import { type BenchCase, CASES, caseSpec } from './cases.ts';

/**
 * `node tests/bench/runCase.ts NAME [RUNS] [alone]` measures one case in a process of its own and prints
 * it as JSON; `alone` leaves out the two yardsticks.
 */
const [name, runs = '5', alone] = process.argv.slice(2);
// As the product's own workers run.
inlineMore();
const found = CASES.find((candidate) => candidate.name === name);
if (found === undefined) throw new Error(`no case ${name}; there are ${CASES.map((c) => c.name).join(', ')}`);
process.stdout.write(`${JSON.stringify(await measure(found, Number(runs), alone === undefined))}\n`);

async function measure(
  bench: BenchCase,
  times: number,
  yardsticks: boolean,
): Promise<Record<string, number | string>> {
  let best = 0;
  for (let run = 0; run < (bench.requests > 5_000_000 ? 1 : times); run++)
    best = Math.max(best, await engineRate(bench));
  // Asked before the oracle fills the heap.
  const peakMemoryMB = Math.round(process.resourceUsage().maxRSS / 1024);
  return {
    name: bench.name,
    requests: bench.requests,
    requestsPerSecond: Math.round(best),
    nanosecondsPerRequest: Math.round(1e9 / best),
    ...(yardsticks
      ? { timesOracle: round(best / oracleRate(bench)), ofBareHeap: round(best / bareHeapRate()) }
      : {}),
    peakMemoryMB,
  };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** The product's own path: streams, pools, all statistics. */
async function engineRate(bench: BenchCase): Promise<number> {
  const spec = caseSpec(bench);
  const [plan] = planWindows(spec);
  const start = performance.now();
  const usage = await simulateWindow(spec, plan, { openTrace });
  return usage.simulatedRequests / ((performance.now() - start) / 1000);
}

/** The step-by-step simulator on the first requests of the same stream. */
function oracleRate(bench: BenchCase): number {
  const spec = caseSpec(bench);
  const batch = createRequestBatch(Math.min(10_000, 400 * bench.replicas));
  void createSyntheticSource(spec, 0, 0, 0, 3600 * spec.hours).fill(batch);
  const requests: OracleRequest[] = Array.from({ length: batch.count }, (_, i) => ({
    arrival: batch.arrivalSeconds[i],
    prompt: batch.promptTokens[i],
    output: batch.outputTokens[i],
  }));
  const pool = {
    ...spec.pools[0],
    balance: bench.balance === 'power-of-two' ? ('round-robin' as const) : bench.balance,
  };
  const start = performance.now();
  runOracle(oraclePool(pool), requests);
  return requests.length / ((performance.now() - start) / 1000);
}

/** Pops and pushes a second of one binary heap of 64-bit keys, 128 deep, and nothing else. */
function bareHeapRate(): number {
  const size = 128;
  const heap = new Float64Array(size + 1);
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff);
  for (let i = 0; i < size; i++) heapPush(heap, 0, i, next());
  let best = 0;
  for (let run = 0; run < 3; run++) {
    const pairs = 2_000_000;
    const start = performance.now();
    for (let i = 0; i < pairs; i++) {
      const key = heap[0];
      heapPop(heap, 0, size);
      heapPush(heap, 0, size - 1, key + next());
    }
    best = Math.max(best, pairs / ((performance.now() - start) / 1000));
  }
  return best;
}

async function* openTrace(): AsyncGenerator<string> {
  // No case replays a file.
}
