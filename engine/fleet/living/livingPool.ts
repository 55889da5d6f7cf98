import type { ReplicaSet } from './replicaSet.ts';
import type { Calendar } from './calendar.ts';
import type { PoolJobs } from './jobs/poolJobs.ts';
import type { Mishaps } from './capacity/mishaps.ts';
import type { NodeSet } from './capacity/nodes.ts';
import type { SpotMarket } from './capacity/spotMarket.ts';
import type { Stock } from './capacity/stock.ts';
import type { Pool } from '../pool.ts';
import type { Controller } from './looks/controller.ts';
import type { LivingSpec } from '../../scenario/living/livingSpec.ts';
import type { RetrySpec } from '../../scenario/spec.ts';
import type { FleetRecorder } from '../../usage/fleetRecorder.ts';
import type { PaidRecorder } from '../../usage/paidRecorder.ts';
import type { Uniform } from '../../statistics/random.ts';

/** Times that the client of a request has asked again: of that one, and none that had its slot before. */
export interface Asked {
  /** Its first arrival, by which it is told from others: who has the slot later came later. */
  readonly arrivalSeconds: number;
  readonly times: number;
}

/** A pool whose replicas come and go: its batch is cut at the next dated event, and within a slice it is served as any. */
export interface LivingPool extends Pool {
  readonly living: LivingSpec;
  readonly set: ReplicaSet;
  readonly calendar: Calendar;
  readonly controller: Controller | undefined;
  /** Of start-ups and repairs. */
  readonly random: Uniform;
  readonly recorder: FleetRecorder;
  readonly paid: PaidRecorder;
  /** Whether the window is the horizon's last, to which what comes after belongs. */
  readonly isLast: boolean;
  takes: Uint8Array;
  readonly observer: FleetObserver | undefined;
  /** Replicas that the document gives for the horizon's start. */
  readonly start: number;
  /** Replicas that the document or the controller asks for. */
  wanted: number;
  /** Of a rollout: replicas that were requested as so many first are old. 0: there was none. */
  oldUntil: number;
  readonly nodes: NodeSet;
  /** By kind (PAID_KINDS): those that nobody is on any more and that are not released yet among them. */
  readonly paidNodes: Int32Array;
  /** Undefined without spot. */
  readonly market: SpotMarket | undefined;
  /** Undefined where there is always some capacity on demand. */
  readonly stock: Stock | undefined;
  /** By number of a replica, that of the one that is to follow it. */
  readonly followers: Map<number, number>;
  readonly mishaps: Mishaps;
  /** The kind of the event that comes about; −1 while ends of steps do. */
  handling: number;
  /** Whether something was taken from it or waited for, and not as many are ready since as are wanted. */
  isShort: boolean;
  /** Slots of requests that arrive again, or are handed over, and when, in the order made. */
  followUps: { readonly at: number; readonly slot: number }[];
  /** By account: whether and how its clients ask again; and how often they have, by slot. */
  readonly retryOf: readonly (RetrySpec | undefined)[];
  readonly asked: Map<number, Asked>;
  /** Undefined where the pool serves none. */
  readonly jobs: PoolJobs | undefined;
  /** By kind: nodes that were left and are paid still; and which of their ends are void, by the number of times that all were ended at once. */
  readonly releases: Int32Array;
  releasesEnded: number;
  /** Whether the calendar has the deadline of the pool queue's first request. */
  hasDeadline: boolean;
}

/** Told of what happens to replicas; it never changes the run. */
export interface FleetObserver {
  /** `kind`: of what the replica stands on, index into PAID_KINDS; on demand while it stands on nothing. */
  event(atSeconds: number, what: FleetEvent, replica: number, kind: number): void;
  look(atSeconds: number, current: number, desired: number, controller: Controller): void;
  /** After each event: replicas wanted, requested, starting (paid), ready and draining, whether all are ready that may be, and how many nodes of each kind are paid. */
  standing(atSeconds: number, replicas: Float64Array, paid: Int32Array): void;
}
export type FleetEvent = 'requested' | 'paid' | 'ready' | 'draining' | 'failed' | 'gone';

/** Whether a pool's replicas come and go. */
export function isLiving(pool: Pool): pool is LivingPool {
  return 'living' in pool;
}
