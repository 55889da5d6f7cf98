import { expect, it } from 'vitest';
import { compareTable } from '../../../host/questions/compare/compareColumns.ts';
import { reportInput } from '../reportFixture.ts';

/** The fixture's forecast of three hours, with so many replica-hours. */
function deployment(replicaHours: number, replicas: { least: number; most: number }) {
  const { run } = reportInput();
  const [pool] = run.pools;
  return {
    forecast: { ...run, pools: [{ ...pool, replicaHours }] },
    pools: [{ id: 'h100', gpusPerReplica: 8, replicas }],
  };
}

it('shows the replicas of an autoscaled pool as a range, and how many were paid on average', () => {
  const { cells } = compareTable(
    [deployment(3, { least: 1, most: 1 }), deployment(7.2, { least: 1, most: 12 })],
    'USD',
  );
  expect(cells.map(({ replicas, gpus }) => [replicas, gpus])).toEqual([
    [
      { value: 1, text: '1' },
      { value: 8, text: '8' },
    ],
    [
      { value: 2.4, text: '1 to 12, 2.4 on average' },
      { value: 19.2, text: '8 to 96, 19.2 on average' },
    ],
  ]);
});
