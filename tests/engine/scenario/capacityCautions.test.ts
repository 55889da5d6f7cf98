import { expect, it } from 'vitest';
import { capacityCautions } from '../../../engine/scenario/living/capacity/capacityCautions.ts';
import { parseScenario } from '../../../engine/scenario/parse.ts';

function cautionsOf(pool: string) {
  const text = `fleetcast: 1
name: notice
horizon: { start: 2026-01-01, hours: 24 }
workloads: [ { id: w, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 10, outputTokens: 10, target: p } ]
pools: [ { id: p, ${pool}, batching: { kvBlocks: 100 }, stepTime: { linear: { baseMs: 10 } } } ]
`;
  const parsed = parseScenario(text, 'n.yaml', []);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return capacityCautions(parsed.document.pools[0]);
}

const SPOT = 'capacity: [{ kind: spot, interruptions: { preset: calm }, notice: 30s }]';

it('a drain longer than the notice of spot is told', () => {
  expect(cautionsOf(`drainSeconds: 5min, ${SPOT}`)).toMatchObject([
    { path: ['drainSeconds'], message: expect.stringMatching(/lost 30 s after its notice.*drain of 300 s/) },
  ]);
  expect(cautionsOf(`drainSeconds: 30s, ${SPOT}`)).toEqual([]);
  expect(cautionsOf(`drainSeconds: 5min`)).toEqual([]);
  expect(cautionsOf(SPOT)).toEqual([]);
});

it('the notice is the provider’s where none is written', () => {
  const spot = 'capacity: [{ kind: spot, interruptions: { preset: calm } }]';
  expect(cautionsOf(`drainSeconds: 100s, price: { instance: aws/p4d.24xlarge/us-east-1 }, ${spot}`)).toEqual(
    [],
  );
  expect(
    cautionsOf(`drainSeconds: 100s, price: { instance: gcp/a2-highgpu-1g/us-central1 }, ${spot}`),
  ).toHaveLength(1);
});

it('a fallback under lives, which know no shortage, is told to never act', () => {
  const spot = (interruptions: string, rest = ', fallback: on-demand') =>
    `capacity: [{ kind: on-demand, replicas: 1 }, { kind: spot, interruptions: ${interruptions}${rest} }]`;
  for (const [lives, by] of [
    ['{ preset: calm }', 'a preset'],
    ['{ meanHours: 4 }', 'meanHours'],
    ['{ law: 4h }', 'law'],
  ]) {
    expect(cautionsOf(spot(lives))).toMatchObject([
      { path: ['capacity', 1, 'fallback'], message: expect.stringContaining(`never acts: by ${by} another`) },
    ]);
    expect(cautionsOf(spot(lives, ''))).toEqual([]);
  }
  expect(cautionsOf(spot('{ counts: [{ second: 0, nodes: 2 }, { second: 3600, nodes: 0 }] }'))).toEqual([]);
});
