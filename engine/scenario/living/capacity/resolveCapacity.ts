import type { PoolDocument } from '../../schema.ts';
import type { ReservedSpec, SpotSpec, SpotSupply, TracedSupply } from './capacitySpec.ts';
import {
  type CapacityDocument,
  type InterruptionsDocument,
  onDemandOf,
  type RecordedDocument,
  reservedOf,
  spotOf,
  type SpotDocument,
} from './capacitySchema.ts';
import type { DurationSpec } from '../livingSpec.ts';
import { durationOf } from '../durationOf.ts';
import { NOTICE_SECONDS, SPOT_PRESETS } from './spotPresets.ts';

const RETURN_AFTER_SECONDS = 1800;
/** Where neither the document nor its provider says: the shortest of the three large ones. */
const SHORTEST_NOTICE = 30;

/** The spot capacity of a pool. Throws RangeError for a trace whose file was not read into the document. */
export function resolveSpot({
  capacity,
  price,
}: Pick<PoolDocument, 'capacity' | 'price'>): SpotSpec | undefined {
  const spot = spotOf(capacity);
  if (spot === undefined) return undefined;
  return {
    onDemandReplicas: onDemandOf(capacity)?.replicas ?? 0,
    noticeSeconds:
      spot.notice ?? usualNotice(price !== undefined && 'instance' in price ? price.instance : ''),
    supply: supplyOf(spot),
    ...(spot.fallback !== undefined && { returnAfterSeconds: spot.returnAfter ?? RETURN_AFTER_SECONDS }),
  };
}

/** The machines on demand that there are for a pool, where that is written. Throws RangeError for a trace that was not read. */
export function resolveStock(capacity: CapacityDocument | undefined): TracedSupply | undefined {
  const written = onDemandOf(capacity)?.interruptions;
  return written && recordedSupply(written);
}

/** Reservations and capacity blocks of a pool, in their order, on the horizon's clock; undefined where it has none. */
export function resolveReserved(
  capacity: CapacityDocument | undefined,
  startEpochSeconds: number,
): readonly ReservedSpec[] | undefined {
  const reserved = reservedOf(capacity);
  if (reserved.length === 0) return undefined;
  return reserved.map(({ kind, nodes, from = startEpochSeconds, until, price }) => ({
    kind,
    nodes,
    fromSecond: from - startEpochSeconds,
    untilSecond: until === undefined ? Number.POSITIVE_INFINITY : until - startEpochSeconds,
    hasOwnPrice: price !== undefined,
  }));
}

/** From the notice to the loss, seconds, of the provider that an instance is of. */
export function usualNotice(instance: string): number {
  return NOTICE_SECONDS[instance.split('/')[0]] ?? SHORTEST_NOTICE;
}

function supplyOf(spot: SpotDocument): SpotSupply {
  const { interruptions } = spot;
  if (!('preset' in interruptions || 'meanHours' in interruptions || 'law' in interruptions))
    return recordedSupply(interruptions);
  return {
    kind: 'lives',
    life: lifeOf(interruptions),
    together:
      spot.together?.share ?? ('preset' in interruptions ? SPOT_PRESETS[interruptions.preset].together : 0),
    zones: spot.zones ?? 1,
  };
}

function recordedSupply(recorded: RecordedDocument): TracedSupply {
  if ('trace' in recorded) throw new RangeError(`the trace ${recorded.trace} was not read`);
  if ('counts' in recorded) {
    const { counts } = recorded;
    return {
      kind: 'counts',
      seconds: counts.map((row) => row.second),
      nodes: counts.map((row) => row.nodes),
    };
  }
  const numbers = new Map<string, number>();
  for (const { node } of recorded.nodes) if (!numbers.has(node)) numbers.set(node, numbers.size);
  return {
    kind: 'nodes',
    seconds: recorded.nodes.map((row) => row.second),
    node: recorded.nodes.map(({ node }) => numbers.get(node) ?? 0),
    isThere: recorded.nodes.map((row) => row.isThere),
  };
}

function lifeOf(
  interruptions: Extract<
    InterruptionsDocument,
    { preset: unknown } | { meanHours: unknown } | { law: unknown }
  >,
): DurationSpec {
  if ('preset' in interruptions) return SPOT_PRESETS[interruptions.preset].life;
  if ('meanHours' in interruptions) return { type: 'exponential', mean: 3600 * interruptions.meanHours };
  return durationOf(interruptions.law);
}
