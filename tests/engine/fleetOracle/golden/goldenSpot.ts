import type { SpotSpec, SpotSupply } from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import { fixed } from './goldenSeconds.ts';
import type { GoldenCapacity } from './goldenTypes.ts';

/** "2026-01-01, 00:01:33, 1": the first row is second 0. */
function countsSupply(rows: readonly string[]): SpotSupply {
  const cells = rows.map((row) => row.split(', '));
  const at = cells.map(([day, clock]) => Date.parse(`${day}T${clock}Z`) / 1000);
  return {
    kind: 'counts',
    seconds: at.map((second) => second - at[0]),
    nodes: cells.map(([, , nodes]) => Number(nodes)),
  };
}

/** "60000,add,node6": milliseconds. */
function nodesSupply(rows: readonly string[]): SpotSupply {
  const cells = rows.map((row) => row.split(','));
  const names = [...new Set(cells.map(([, , name]) => name))];
  return {
    kind: 'nodes',
    seconds: cells.map(([milliseconds]) => Number(milliseconds) / 1000),
    node: cells.map(([, , name]) => names.indexOf(name)),
    isThere: cells.map(([, what]) => what === 'add'),
  };
}

export function spotSpec(
  capacity: readonly GoldenCapacity[] = [],
  readTrace: (path: string) => string,
): SpotSpec | undefined {
  const spot = capacity.find((one) => one.kind === 'spot');
  if (spot === undefined) return undefined;
  const { trace, format } = spot.interruptions;
  const rows = readTrace(trace).trim().split('\n');
  return {
    onDemandReplicas: capacity.reduce((sum, one) => sum + (one.kind === 'on-demand' ? one.replicas : 0), 0),
    noticeSeconds: fixed(spot.notice).value,
    supply: format === 'counts' ? countsSupply(rows) : nodesSupply(rows),
    ...(spot.fallback === undefined ? {} : { returnAfterSeconds: fixed(spot.returnAfter).value }),
  };
}
