import type { PoolDocument } from '../../schema.ts';
import type { SpotSpec, SpotSupply } from './capacitySpec.ts';
import { type InterruptionsDocument, spotOf, type SpotDocument } from './capacitySchema.ts';
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
  const base = capacity?.find((entry) => entry.kind === 'on-demand');
  return {
    onDemandReplicas: base?.replicas ?? 0,
    noticeSeconds:
      spot.notice ?? usualNotice(price !== undefined && 'instance' in price ? price.instance : ''),
    supply: supplyOf(spot),
    ...(spot.fallback !== undefined && { returnAfterSeconds: spot.returnAfter ?? RETURN_AFTER_SECONDS }),
  };
}

/** From the notice to the loss, seconds, of the provider that an instance is of. */
export function usualNotice(instance: string): number {
  return NOTICE_SECONDS[instance.split('/')[0]] ?? SHORTEST_NOTICE;
}

function supplyOf(spot: SpotDocument): SpotSupply {
  const { interruptions } = spot;
  if ('trace' in interruptions) throw new RangeError(`the trace ${interruptions.trace} was not read`);
  if ('counts' in interruptions) {
    const { counts } = interruptions;
    return {
      kind: 'counts',
      seconds: counts.map((row) => row.second),
      nodes: counts.map((row) => row.nodes),
    };
  }
  if ('nodes' in interruptions) {
    const numbers = new Map<string, number>();
    for (const { node } of interruptions.nodes) if (!numbers.has(node)) numbers.set(node, numbers.size);
    return {
      kind: 'nodes',
      seconds: interruptions.nodes.map((row) => row.second),
      node: interruptions.nodes.map(({ node }) => numbers.get(node) ?? 0),
      isThere: interruptions.nodes.map((row) => row.isThere),
    };
  }
  return {
    kind: 'lives',
    life: lifeOf(interruptions),
    together:
      spot.together?.share ?? ('preset' in interruptions ? SPOT_PRESETS[interruptions.preset].together : 0),
    zones: spot.zones ?? 1,
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
