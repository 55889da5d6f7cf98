import { expect, it } from 'vitest';
import { replicasCharts } from '../../host/questions/forecast/replicasChart.ts';
import { reportInput } from './reportFixture.ts';

const HOUR = 3600;
const seconds = (...replicas: number[]) => Float64Array.from(replicas, (each) => each * HOUR);

/** The fixture's three hours: asked for two replicas in the second, of which one was ready half the time. */
function livingInput() {
  const input = reportInput();
  const [pool] = input.usage.pools;
  const living = {
    wantedSeconds: seconds(1, 2, 1),
    requestedSeconds: seconds(0, 0.5, 0),
    startingSeconds: seconds(0, 0.25, 0),
    readySeconds: seconds(1, 1.5, 1),
    drainingSeconds: seconds(0, 0, 0),
  };
  return { ...input, usage: { ...input.usage, pools: [{ ...pool, ...living }] } };
}

it('draws replicas wanted, on their way, ready and paid over the demand of their pool', () => {
  const [chart] = replicasCharts(livingInput());
  const drawn = Object.fromEntries(chart.data.map(({ name, y, yaxis }) => [name, { y, yaxis }]));
  expect(drawn).toEqual({
    'h100: requests': { y: [1010, 500, 2, 2], yaxis: undefined },
    'h100: ready': { y: [1, 1.5, 1, 1], yaxis: 'y2' },
    'h100: on their way': { y: [0, 0.5, 0, 0], yaxis: 'y2' },
    'h100: wanted': { y: [1, 2, 1, 1], yaxis: 'y2' },
    'h100: paid': { y: [1, 1, 1, 1], yaxis: 'y2' },
  });
  // The last step is drawn to the end of its hour.
  expect(chart.data[0].x).toHaveLength(4);
  expect(chart.summary).toBe(
    'h100 had 1 to 1.5 replicas ready in an hour, 1.17 on average; 1.33 were wanted and 1.00 were paid.',
  );
  expect(chart.table.rows[1].cells).toEqual(['2026-01-31T23:00Z', '500', '2.00', '0.50', '1.50', '1.00']);
});

it('draws nothing of pools that keep their replicas', () => {
  expect(replicasCharts(reportInput())).toEqual([]);
});
