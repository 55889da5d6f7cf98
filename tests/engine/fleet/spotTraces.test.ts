import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { SpotSpec } from '../../../engine/scenario/living/capacity/capacitySpec.ts';
import { resolveSpot } from '../../../engine/scenario/living/capacity/resolveCapacity.ts';
import { replicaHoursOf, SPOT } from '../../../engine/usage/paidHours.ts';
import { readSpotTrace } from '../../../engine/workload/spot/readSpotTrace.ts';
import { sharedData } from '../../sharedData.ts';
import { idlePool, poolsOf } from '../../theory/noLoad.ts';

interface Followed {
  readonly nodeHours: number;
  readonly interruptions: number;
}

/** A pool that wants as many nodes as there ever are, one a replica, over a trace: to its last row. */
async function followed(file: string, format: 'counts' | 'add-remove'): Promise<Followed> {
  const interruptions = readSpotTrace(readFileSync(file, 'utf8'), format);
  const spot = resolveSpot({ capacity: [{ kind: 'spot', interruptions, notice: 0 }] }) as SpotSpec;
  const { supply } = spot;
  if (supply.kind === 'lives') throw new Error('a trace has rows');
  const end = supply.seconds.at(-1) ?? 0;
  const there = supply.kind === 'counts' ? supply.nodes : nodesThere(supply);
  const most = Math.max(...there);
  const hours = Math.ceil(end / 3600);
  const [pool] = await poolsOf(idlePool(most, hours, { spot }));
  const { paid, fleetCounts } = pool;
  const all = replicaHoursOf(paid, hours, 1, SPOT).reduce((sum, each) => sum + each, 0);
  // The last state holds to the end of the hour.
  const beyond = (there.at(-1) ?? 0) * (hours - end / 3600);
  return { nodeHours: all - beyond, interruptions: fleetCounts?.interruptions ?? 0 };
}

/** How many nodes there are after each row. */
function nodesThere({ node, isThere }: Extract<SpotSpec['supply'], { kind: 'nodes' }>): readonly number[] {
  const present = new Set<number>();
  return node.map((each, row) => {
    if (isThere[row]) present.add(each);
    else present.delete(each);
    return present.size;
  });
}

const counts = sharedData('spot', 'a100x1-east1b.txt');
const nodes = sharedData('spot', 'g4dn-trace.csv');

it.skipIf(nodes === undefined)('holds every node of a trace by name while it is there', async () => {
  const { nodeHours, interruptions } = await followed(nodes as string, 'add-remove');
  expect(nodeHours).toBeCloseTo(135.683, 3);
  expect(interruptions).toBe(74);
});

it.skipIf(counts === undefined)('holds as many nodes as a trace of counts has', async () => {
  const { nodeHours, interruptions } = await followed(counts as string, 'counts');
  expect(nodeHours).toBeCloseTo(1548.235, 3);
  expect(interruptions).toBe(154);
});
