import { beginStep, finishStep, leaveFront, nextReach, SIMULTANEOUS_SECONDS } from '../stepRules.ts';
import type { Controller } from './controllers/controllerOfPool.ts';
import { createController } from './controllers/controllers.ts';
import type { FleetRequest } from './fleetTypes.ts';
import { endRuns, keepCap, nextOfJobs, runJobs } from './jobFleet.ts';
import { completeItem } from './jobRuns.ts';
import { endReleases } from './capacity/nodes.ts';
import { count, type LivingReplica, outstandingOf, type PoolState } from './poolState.ts';
import { becomePaid, becomeReady, endDrain, failReplica, leaveIfEmpty, startReplicas } from './replicaSet.ts';
import { nextOfRollouts } from './rollout.ts';
import { arrive, endWaits, handOutQueue } from './requests.ts';
import { hearMarket, nextOfMarket, nextSlotHeld } from './capacity/spotMarket.ts';
import { runRollouts } from './setWanted.ts';
import { settle } from './settle.ts';
import { hearNotices } from './capacity/spotReplicas.ts';
import { tellTimeline } from './tellTimeline.ts';

/** So long after the horizon everything ends, done or not. */
const LONGEST_AFTER_SECONDS = 86_400;

/** Steps start after all that ends at their instant: what an end hands over then joins them. */
function startSteps(pool: PoolState, until: number): void {
  const nextEnd = Math.min(...pool.replicas.map(({ steps }) => steps.end));
  for (const replica of pool.replicas) {
    const { steps } = replica;
    if (steps.boundary >= nextEnd) continue;
    if (steps.end !== Number.POSITIVE_INFINITY || steps.running.length + steps.waiting.length === 0) continue;
    if (steps.joinUntil >= until) continue;
    beginStep(pool.rules, steps, pool.tally);
    replica.busy.push({ from: steps.boundary, to: steps.end });
  }
}

/** Items that end with one step count in the order of their runs, and of the items. */
function itemsInTurn({ runs }: PoolState, ended: readonly FleetRequest[]): FleetRequest[] {
  const place = ({ item }: FleetRequest): [number, number] =>
    item === undefined ? [-1, 0] : [runs.indexOf(item.run), item.run.items.indexOf(item.item)];
  return ended.toSorted((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1]);
}

function endStep(pool: PoolState, replica: LivingReplica): void {
  const { steps } = replica;
  pool.now = steps.end;
  const { leaving, emitted } = finishStep(pool.rules, steps);
  replica.emitted.push({ at: pool.now, tokens: emitted });
  const ended = leaving.map(({ times }) => replica.requests.get(times) as FleetRequest);
  for (const { times } of leaving) replica.requests.delete(times);
  for (const { row, arrival, item } of itemsInTurn(pool, ended)) {
    row.outcome = 'completed';
    if (item === undefined) count(pool, 'completed');
    else completeItem(pool, replica, item);
    pool.ended.push({ at: pool.now, ttft: row.firstToken - arrival, queue: row.start - arrival });
  }
  leaveIfEmpty(pool, replica);
  tellTimeline(pool);
}

interface Failures {
  readonly at: readonly { readonly second: number; readonly replica: number }[];
  done: number;
}

/** What is dated now, in the order of one instant; then what arrives. */
function runInstant(
  pool: PoolState,
  failures: Failures,
  controller: Controller,
  arrivals: readonly FleetRequest[],
): void {
  const { now } = pool;
  pool.isAfterSamples = false;
  const due = (
    key: 'lossAt' | 'drainDeadline' | 'paidFrom' | 'readyAt',
    state: LivingReplica['state'],
  ): LivingReplica[] => pool.replicas.filter((replica) => replica.state === state && replica[key] <= now);
  for (const replica of due('lossAt', 'draining')) endDrain(pool, replica);
  for (; failures.at[failures.done]?.second <= now; failures.done++) {
    failReplica(pool, failures.at[failures.done].replica);
  }
  for (const replica of due('drainDeadline', 'draining')) endDrain(pool, replica);
  keepCap(pool);
  for (const replica of due('paidFrom', 'repair')) {
    replica.state = 'starting';
    becomePaid(pool, replica);
  }
  hearNotices(pool);
  for (const replica of due('paidFrom', 'starting')) becomePaid(pool, replica);
  keepCap(pool);
  for (const replica of due('readyAt', 'starting')) becomeReady(pool, replica);
  settle(pool);
  keepCap(pool);
  endReleases(pool);
  handOutQueue(pool);
  endWaits(pool);
  controller.run(pool);
  runJobs(pool);
  keepCap(pool);
  runRollouts(pool);
  keepCap(pool);
  pool.isAfterSamples = true;
  for (const request of arrivals) {
    count(pool, 'arrived');
    arrive(pool, request);
    // What never fits is nobody's load.
    if (!['rejected:context', 'rejected:kv'].includes(request.row.outcome)) pool.received++;
  }
  for (;;) {
    const next = pool.followUps.findIndex(({ at }) => at <= now);
    if (next < 0) break;
    arrive(pool, pool.followUps.splice(next, 1)[0].request);
  }
  tellTimeline(pool);
}

/** Runs the pool over its requests, in order of arrival, to the horizon and until nothing is in flight. */
export function runLivingPool(pool: PoolState, requests: readonly FleetRequest[]): void {
  const controller = createController(pool);
  const failures: Failures = {
    at: [...(pool.living.failures?.at ?? [])].sort((a, b) => a.second - b.second || a.replica - b.replica),
    done: 0,
  };
  const last = pool.horizon + LONGEST_AFTER_SECONDS;
  let arrived = 0;
  hearMarket(pool);
  startReplicas(pool);
  tellTimeline(pool);
  for (;;) {
    const next = Math.min(
      requests[arrived]?.arrival ?? Number.POSITIVE_INFINITY,
      failures.at[failures.done]?.second ?? Number.POSITIVE_INFINITY,
      controller.next(),
      nextOfMarket(pool),
      nextSlotHeld(pool),
      nextOfJobs(pool),
      nextOfRollouts(pool),
      ...pool.replicas.flatMap(({ lossAt, drainDeadline, paidFrom, readyAt }) => [
        lossAt,
        drainDeadline,
        paidFrom,
        readyAt,
      ]),
      ...pool.releases.map(({ at }) => at),
      ...pool.followUps.map(({ at }) => at),
      ...pool.queue.map(({ deadline }) => deadline),
    );
    const reached = pool.replicas.reduce<LivingReplica | undefined>(
      (one, replica) =>
        one === undefined || nextReach(replica.steps) < nextReach(one.steps) ? replica : one,
      undefined,
    );
    const reaches = reached === undefined ? Number.POSITIVE_INFINITY : nextReach(reached.steps);
    const until = Math.min(next, reaches);
    startSteps(pool, until);
    let first: LivingReplica | undefined;
    for (const replica of pool.replicas)
      if (replica.steps.end < (first?.steps.end ?? Infinity)) first = replica;
    if (first !== undefined && first.steps.end <= Math.min(until + SIMULTANEOUS_SECONDS, last)) {
      endStep(pool, first);
      continue;
    }
    // An instant of the pool takes the clock with it: what reaches an engine then comes first.
    if (reached !== undefined && reaches <= Math.min(next, last)) {
      pool.now = reaches;
      leaveFront(reached.steps);
      continue;
    }
    const isIdle =
      pool.queue.length + pool.followUps.length === 0 &&
      pool.fleetEndsAt === Number.POSITIVE_INFINITY &&
      pool.replicas.every((replica) => outstandingOf(replica) === 0);
    const isOver = next > pool.horizon && isIdle && arrived === requests.length;
    if (next === Number.POSITIVE_INFINITY || next > last || isOver) break;
    pool.now = next;
    const from = arrived;
    while (requests[arrived]?.arrival <= next) arrived++;
    runInstant(pool, failures, controller, requests.slice(from, arrived));
  }
  endRuns(pool, last);
}
