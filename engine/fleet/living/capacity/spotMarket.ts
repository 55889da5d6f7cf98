import type { SpotSpec } from '../../../scenario/living/capacity/capacitySpec.ts';
import type { Uniform } from '../../../statistics/random.ts';
import type { Node } from './nodes.ts';
import { createSlotMarket, type Slot, type SlotMarket } from './slotMarket.ts';

/** What spot there is for one pool, and who stands in for it. */
export interface SpotMarket extends SlotMarket {
  readonly spec: SpotSpec;
  /** Of lives, in order of payment. */
  readonly random: Uniform;
  /** Numbers of replicas on demand that stand in for spot. */
  readonly fallbacks: Set<number>;
  /** Nodes whose lives were drawn, by a number of their own. */
  readonly lives: Map<number, Node>;
  drawn: number;
}

/** The market as it stands at `from`, with whatever the trace has by then free. */
export function createSpotMarket(spec: SpotSpec, random: Uniform, from: number): SpotMarket {
  // The same object, which its slots know.
  return Object.assign(createSlotMarket(spec.supply, spec.noticeSeconds, from), {
    spec,
    random,
    fallbacks: new Set<number>(),
    lives: new Map<number, Node>(),
    drawn: 0,
  });
}

/** Slots that have been free for as long as a fallback waits before it goes back. */
export function settledSlots(
  { free, spec: { returnAfterSeconds } }: SpotMarket,
  now: number,
): readonly Slot[] {
  return returnAfterSeconds === undefined
    ? []
    : free.filter(({ freeSince }) => freeSince + returnAfterSeconds <= now);
}
