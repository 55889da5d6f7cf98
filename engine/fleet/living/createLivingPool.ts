import { clientsRetry } from '../../scenario/clientsRetry.ts';
import type { SimulationSpec } from '../../scenario/spec.ts';
import { createEndedRequests } from '../../serving/endedRequests.ts';
import { compileStepTime } from '../../serving/stepTime/stepTime.ts';
import { randomStream } from '../../statistics/random.ts';
import { createFleetRecorder } from '../../usage/fleetRecorder.ts';
import { PAID_KINDS } from '../../usage/paidHours.ts';
import { createPaidRecorder } from '../../usage/paidRecorder.ts';
import type { WindowRecorder } from '../../usage/windowRecorder.ts';
import { createCalendar } from './calendar.ts';
import { createController, metricsOf, startingReplicas } from './looks/controller.ts';
import type { FleetObserver, LivingPool } from './livingPool.ts';
import { replicaRange } from '../../scenario/living/replicaRange.ts';
import { createNodeSet } from './capacity/nodes.ts';
import { createPool } from '../pool.ts';
import { dateMishaps } from './capacity/dateMishaps.ts';
import { createPoolJobs } from './jobs/poolJobs.ts';
import { createRuns } from './jobs/jobRun.ts';
import { dateRuns } from './jobs/runJobs.ts';
import { createMishaps } from './capacity/mishaps.ts';
import { dateBlocks } from './capacity/blocks.ts';
import { dateReserved } from './capacity/reserved.ts';
import { createStock } from './capacity/stock.ts';
import { dateChanges } from './capacity/waits.ts';
import { addReadyReplica } from './scaleTo.ts';
import { createSpotMarket } from './capacity/spotMarket.ts';
import { dateRollouts } from './rollout/rollingOut.ts';
import { askedReplicas } from './seenReplicas.ts';
import { serve } from './standby.ts';
import { noteReplicas } from './standing.ts';
import { createReplicaSet } from './replicaSet.ts';
import { percentileSeconds } from './looks/sampleStore.ts';
import { scheduleLooks } from './looks/looks.ts';

/** Rooms for replicas on top of the most that are wanted: draining ones keep theirs, and if that is not enough, it grows. */
const SPARE = 4;
const HOUR = 3600;

/** A living pool at `from`, with the replicas of its start ready and its first events dated. Throws for a plain pool. */
export function createLivingPool(
  spec: SimulationSpec,
  poolIndex: number,
  recorder: WindowRecorder,
  from: number,
  mostInHand: number,
  replication: number,
  observer?: FleetObserver,
  onItems: (items: number) => void = () => undefined,
): LivingPool {
  const pool = spec.pools[poolIndex];
  const { living } = pool;
  if (living === undefined) throw new RangeError(`the replicas of ${pool.id} do not come and go`);
  const stream = (purpose: string): (() => number) =>
    randomStream(`${spec.seed}/${pool.id}/${purpose}/${recorder.firstHour}/${replication}`);
  const controller = createController(spec, poolIndex, replication, from);
  const set = createReplicaSet(replicaRange(pool).most + SPARE);
  const metrics = metricsOf(controller);
  const keepSeconds = percentileSeconds(metrics);
  const plain = createPool(
    { ...pool, replicas: set.capacity },
    poolIndex,
    compileStepTime(pool.stepTime, pool.batching.maxSequences),
    recorder,
    from,
    mostInHand,
    stream('balance'),
    set,
    keepSeconds > 0 ? createEndedRequests(keepSeconds) : undefined,
    metrics.some(({ metric }) => metric === 'outputTokensPerSecond'),
  );
  plain.state.clock[0] = from;
  plain.load?.key.fill(Number.POSITIVE_INFINITY);
  const until = recorder.until === Number.POSITIVE_INFINITY ? spec.hours * HOUR : recorder.until;
  const runs = createRuns(spec, poolIndex, replication, recorder.from, until);
  // A job's own replicas come with it.
  const isOfJob = runs.some(({ job }) => job.fleet !== undefined);
  const start = isOfJob ? 0 : startingReplicas(controller, pool.replicas, from);
  const fleet: LivingPool = {
    ...plain,
    living,
    set,
    calendar: createCalendar(),
    controller,
    random: stream('start-up'),
    recorder: createFleetRecorder(recorder.firstHour, recorder.hours, clientsRetry(spec, poolIndex)),
    paid: createPaidRecorder(recorder.firstHour, recorder.hours),
    isLast: recorder.until === Number.POSITIVE_INFINITY,
    observer,
    takes: new Uint8Array(set.capacity),
    start: pool.replicas,
    wanted: start,
    oldUntil: 0,
    nodes: createNodeSet(pool),
    paidNodes: new Int32Array(PAID_KINDS.length),
    market: living.spot && createSpotMarket(living.spot, stream('lives'), from),
    stock: living.stock && createStock(living.stock, from),
    followers: new Map(),
    mishaps: createMishaps(spec, poolIndex, replication, from),
    followUps: [],
    retryOf: spec.accounts.map(({ workload }) => spec.workloads[workload].retry),
    asked: new Map(),
    handling: -1,
    isShort: false,
    jobs: runs.length === 0 ? undefined : createPoolJobs(runs, onItems),
    releases: new Int32Array(PAID_KINDS.length),
    releasesEnded: 0,
    hasDeadline: false,
  };
  fleet.recorder.bookedUntil = from;
  for (let replica = 0; replica < askedReplicas(fleet); replica++) addReadyReplica(fleet, from);
  serve(fleet, from);
  noteReplicas(fleet, from);
  plain.state.items = fleet.jobs?.inPool;
  plain.state.countedInFlight += runs.length;
  dateRuns(fleet);
  dateMishaps(fleet, from);
  dateChanges(fleet);
  dateBlocks(fleet, from);
  dateReserved(fleet, from);
  dateRollouts(fleet, from);
  scheduleLooks(fleet, from);
  return fleet;
}
