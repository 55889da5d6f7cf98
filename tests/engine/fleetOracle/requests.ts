import { createStepReplica, exceedsKv, receive } from '../stepRules.ts';
import type { FleetRequest } from './fleetTypes.ts';
import { handOverAgain, listItem, redoUnsaved } from './jobRuns.ts';
import { servingReplicas } from './inService.ts';
import { count, type LivingReplica, outstandingOf, type PoolState } from './poolState.ts';

/** For good. */
function reject(
  pool: PoolState,
  { row, item }: FleetRequest,
  why: 'context' | 'kv' | 'lost' | 'no-replica',
): void {
  row.outcome = `rejected:${why}`;
  if (item === undefined) count(pool, 'rejected');
  else listItem(pool, item);
}

/** What its client may try again. */
function fail(pool: PoolState, request: FleetRequest, why: 'lost' | 'no-replica'): void {
  const { retried, item } = request;
  if (item !== undefined) {
    handOverAgain(pool, item);
    return;
  }
  if (retried >= (pool.retry?.times ?? 0)) {
    reject(pool, request, why);
    return;
  }
  const { backoffSeconds = 0, factor = 1 } = pool.retry ?? {};
  count(pool, 'retries');
  const at = pool.now + backoffSeconds * factor ** retried;
  pool.followUps.push({ at, request: { ...fromTheStart(request), retried: retried + 1 } });
}

/** As if it had never started. */
function fromTheStart(request: FleetRequest): FleetRequest {
  request.row.start = -1;
  request.row.firstToken = -1;
  return { ...request, emitted: 0 };
}

/** Among ready replicas in service, of which there is at least one. */
function chooseReplica(pool: PoolState, ready: readonly LivingReplica[]): LivingReplica {
  if (pool.spec.balance === 'round-robin') {
    return ready.find(({ number }) => number > pool.lastChosen) ?? ready[0];
  }
  if (pool.spec.balance === 'least-outstanding') {
    return ready.reduce((least, replica) =>
      outstandingOf(replica) < outstandingOf(least) ? replica : least,
    );
  }
  return ready.length === 1 ? ready[0] : ready[pool.choose(ready.map(outstandingOf))];
}

function assign(pool: PoolState, request: FleetRequest, ready: readonly LivingReplica[]): void {
  const replica = chooseReplica(pool, ready);
  const { row, prompt, output, cached = 0, emitted } = request;
  pool.lastChosen = replica.number;
  row.replica = replica.number;
  replica.requests.set(row, request);
  replica.assigned.push({ at: pool.now, isAfterSamples: pool.isAfterSamples });
  receive(
    pool.rules,
    replica.steps,
    {
      times: row,
      arrival: pool.now,
      prompt,
      output,
      cached: Math.min(cached, prompt - 1),
      emitted,
      inKv: 0,
      blocks: 0,
      decoding: false,
    },
    pool.now,
  );
}

/** Whoever cannot fit is refused before anything else; without a ready replica a request waits in the pool's queue. */
export function arrive(pool: PoolState, request: FleetRequest): void {
  const { prompt, output } = request;
  if (prompt + output > (pool.spec.maxContextTokens ?? Number.POSITIVE_INFINITY)) {
    reject(pool, request, 'context');
    return;
  }
  if (exceedsKv(pool.rules, prompt, output)) {
    reject(pool, request, 'kv');
    return;
  }
  const ready = servingReplicas(pool);
  if (ready.length > 0) {
    assign(pool, request, ready);
    return;
  }
  pool.queue.push({ request, deadline: pool.now + pool.living.queueSeconds });
  endWaits(pool);
}

/** In order, one by one by the pool's balance. */
export function handOutQueue(pool: PoolState): void {
  const ready = servingReplicas(pool);
  if (ready.length === 0) return;
  for (const { request } of pool.queue) assign(pool, request, ready);
  pool.queue = [];
}

/** Who has waited in the pool's queue for as long as it may. */
export function endWaits(pool: PoolState): void {
  for (const { request, deadline } of pool.queue) {
    if (deadline <= pool.now) fail(pool, request, 'no-replica');
  }
  pool.queue = pool.queue.filter(({ deadline }) => deadline > pool.now);
}

/** What a replica has when it goes: those running in admission order, then those waiting; the step in progress is for nothing. */
export function loseRequests(pool: PoolState, replica: LivingReplica): void {
  const { running, waiting, front } = replica.steps;
  for (const { times, emitted } of [...running, ...waiting, ...front.map(({ sequence }) => sequence)]) {
    const request = replica.requests.get(times) as FleetRequest;
    // Listed already, as its job has been stopped.
    if (request.item?.run.state === 'stopped') continue;
    count(pool, 'lostRequests');
    if (pool.living.onLoss === 'fail') {
      fail(pool, request, 'lost');
      continue;
    }
    count(pool, 'lossRetries');
    const again = pool.living.onLoss === 'retry' ? fromTheStart(request) : { ...request, emitted };
    pool.followUps.push({ at: pool.now, request: again });
  }
  redoUnsaved(pool, replica);
  replica.requests.clear();
  replica.steps = createStepReplica(pool.rules);
}
