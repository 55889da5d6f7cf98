import type { ReservedSpec } from './capacitySpec.ts';

/** Nodes that are reserved at an instant. */
interface ReservedNodes {
  /** By reservations: of the nodes on demand. */
  readonly onDemand: number;
  /** Of them those that are not paid as on demand. */
  readonly atOwnPrice: number;
  readonly inBlocks: number;
}

/** What is reserved at an instant, seconds. */
export function reservedAt(reserved: readonly ReservedSpec[], now: number): ReservedNodes {
  const nodes = (isAsked: (each: ReservedSpec) => boolean): number =>
    reserved.reduce(
      (sum, each) =>
        each.fromSecond <= now && now < each.untilSecond && isAsked(each) ? sum + each.nodes : sum,
      0,
    );
  return {
    onDemand: nodes(({ kind }) => kind === 'reservation'),
    atOwnPrice: nodes(({ kind, hasOwnPrice }) => kind === 'reservation' && hasOwnPrice),
    inBlocks: nodes(({ kind }) => kind === 'capacity-block'),
  };
}
