import { expect, it } from 'vitest';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { readText } from '../../../renderer/model/documentText.ts';
import { chartWithBefore } from '../../../renderer/model/policy/chartWithBefore.ts';
import { leverText } from '../../../renderer/model/policy/leverText.ts';
import { countStops, numberStops, secondsStops } from '../../../renderer/model/policy/leverStops.ts';
import { policyLevers } from '../../../renderer/model/policy/policyLevers.ts';
import { policyManifest } from '../../../renderer/model/policy/policyManifest.ts';
import { triedText, withAutoscaler } from '../../../renderer/model/policy/triedText.ts';

const textOf = (pool: string): string => `fleetcast: 1
name: Tried
horizon: { start: 2026-01-05, days: 2 }
workloads:
  - { id: w, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 100, outputTokens: 10, target: p }
pools:
  # Why so many.
  - { id: p, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: 3 }, ${pool} }
`;
const leversIn = (text: string) => policyLevers(valueAt(readText(text), ['pools', 0]));
const told = (pool: string) =>
  leversIn(textOf(pool)).map((lever) => `${lever.label}: ${leverText(lever, lever.value)}`);

it('has what each kind aims at and remembers, as it is written or usual', () => {
  expect(told('autoscale: { kind: hpa, max: 4, metrics: [{ metric: kvShare, utilization: 70% }] }')).toEqual([
    'Target: KV cache in use: 70%',
    'Falls after: 5 min',
    'On demand always: 4 of 4 replicas',
  ]);
  expect(
    told(
      'autoscale: { kind: hpa, max: 4, metrics: [{ metric: ttftP95, value: 800ms }], behavior: { scaleUp: { selectPolicy: Min } } }',
    ).slice(0, 2),
  ).toEqual(['Target: TTFT p95: 800 ms', 'Down: window: 5 min']);
  expect(
    told(
      'autoscale: { kind: keda, max: 6, cooldownSeconds: 10min, metrics: [{ metric: waiting, value: 8 }] }',
    ),
  ).toEqual([
    'Target: requests waiting: 8 in all',
    'Sleeps after: 10 min',
    'On demand always: 6 of 6 replicas',
  ]);
  expect(told('autoscale: { kind: knative, max: 4 }').slice(0, 2)).toEqual([
    'Target: requests in hand: 100 a replica',
    'Stable window: 60 s',
  ]);
  expect(told('autoscale: { kind: ray-serve, max: 4 }').slice(0, 2)).toEqual([
    'Target: requests in hand: 2 a replica',
    'Taken over: 30 s',
  ]);
  expect(
    told(
      'replicas: 3, capacity: [{ kind: on-demand, replicas: 1 }, { kind: spot, interruptions: { preset: calm } }]',
    ),
  ).toEqual(['On demand always: 1 of 3 replicas']);
});

it('writes what was dragged and nothing else, and a manifest of it', () => {
  const text = textOf('autoscale: { kind: hpa, max: 4, metrics: [{ metric: kvShare, utilization: 70% }] }');
  const levers = leversIn(text);
  const tried = triedText(text, 0, levers, { target: 0.55, window: 600, onDemand: 1 }) ?? '';
  expect(tried).toContain('# Why so many.');
  expect(valueAt(readText(tried), ['pools', 0])).toMatchObject({
    autoscale: { metrics: [{ utilization: '55%' }], downscaleStabilizationSeconds: 600 },
    capacity: [
      { kind: 'on-demand', replicas: 1 },
      { kind: 'spot', interruptions: { preset: 'constrained' } },
    ],
  });
  expect(policyManifest(tried, 0)).toMatchObject({
    text: expect.stringContaining('HorizontalPodAutoscaler'),
  });
  expect(triedText(text, 0, levers, {})).toBe(text);
  expect(triedText(text, 0, levers, { target: 0.7 })).toBe(text);
});

it('moves the on-demand base, down to none of it', () => {
  const text = textOf(
    'replicas: 3, capacity: [{ kind: on-demand, replicas: 1, gpusPerNode: 2 }, { kind: spot, interruptions: { preset: calm } }]',
  );
  const capacityWith = (onDemand: number) =>
    valueAt(readText(triedText(text, 0, leversIn(text), { onDemand }) ?? ''), ['pools', 0, 'capacity']);
  expect(capacityWith(2)).toMatchObject([{ replicas: 2, gpusPerNode: 2 }, { kind: 'spot' }]);
  expect(capacityWith(0)).toEqual([{ kind: 'spot', interruptions: { preset: 'calm' }, gpusPerNode: 2 }]);
});

it('gives a fixed pool an autoscaler to try', () => {
  const text = withAutoscaler(textOf('replicas: 3'), 0) ?? '';
  expect(valueAt(readText(text), ['pools', 0])).toMatchObject({
    autoscale: { kind: 'hpa', min: 1, max: 6, start: 3 },
    startUp: 'auto',
  });
  expect(leversIn(text).map(({ id }) => id)).toEqual(['target', 'window', 'onDemand']);
  const scaled = textOf('autoscale: { kind: ray-serve, max: 4 }');
  expect(withAutoscaler(scaled, 0)).toBe(scaled);
});

it('stops at round numbers, the written one among them', () => {
  expect(numberStops(10)).toEqual([1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80]);
  expect(numberStops(7)).toContain(7);
  expect(secondsStops(45, 6).slice(0, 4)).toEqual([6, 15, 30, 45]);
  expect(countStops(3, 4)).toEqual([0, 1, 2, 3, 4]);
  expect(countStops(3, 500).length).toBeLessThan(45);
  expect(countStops(3, 500).at(-1)).toBe(500);
});

it('draws what was ready before beside what is', () => {
  const chart = (y: number) => ({
    id: 'policy',
    title: '',
    summary: '',
    table: { columns: [], rows: [] },
    data: [{ name: 'p: ready', y: [y], stackgroup: 'p' }],
    layout: {},
  });
  expect(chartWithBefore(chart(2), chart(1)).data).toMatchObject([
    { y: [2] },
    { y: [1], name: 'ready before' },
  ]);
  expect(chartWithBefore(chart(2), undefined).data).toHaveLength(1);
});
