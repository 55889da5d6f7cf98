import { expect, it } from 'vitest';
import { predictedReplicas } from '../../../../engine/fleet/controllers/predictive.ts';
import type { PredictiveSpec } from '../../../../engine/scenario/living/livingSpec.ts';

const SPEC: PredictiveSpec = {
  kind: 'predictive',
  min: 1,
  max: 1_000_000,
  syncSeconds: 15,
  lookAheadSeconds: 600,
  perReplica: 0.5,
  margin: 0.2,
  error: 0,
};
const STREAM = { seed: 1, pool: 'chat', replication: 0 };

it('carries the rate of then with the margin, rounded up', () => {
  const wanted = (rate: number, spec = SPEC): number => predictedReplicas(spec, 0, () => rate, STREAM);
  expect(wanted(5)).toBe(12);
  expect(wanted(5.01)).toBe(13);
  // As floats 50 and a tenth more are above 55.
  expect(50 * (1 + 0.1)).toBeGreaterThan(55);
  expect(wanted(50, { ...SPEC, margin: 0.1, perReplica: 1 })).toBe(55);
  expect(wanted(0)).toBe(1);
  expect(wanted(5, { ...SPEC, min: 20 })).toBe(20);
  expect(wanted(5, { ...SPEC, max: 7 })).toBe(7);
});

it('looks ahead from the instant of the look', () => {
  const asked: number[] = [];
  for (const look of [0, 1, 40]) predictedReplicas(SPEC, look, (second) => asked.push(second), STREAM);
  expect(asked).toEqual([600, 615, 1200]);
});

it('errs as it says: mean 1 and the given deviation, independently, the same whoever asks', () => {
  const spec = { ...SPEC, error: 0.1, margin: 0, perReplica: 1e-4 };
  const errors = (stream: typeof STREAM): number[] =>
    Array.from({ length: 4000 }, (_, look) => predictedReplicas(spec, look, () => 1, stream) / 1e4 - 1);
  const drawn = errors(STREAM);
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(mean(drawn.map((x) => x * x)));
  // Four standard errors of each; one look says nothing of the next, one pool nothing of another.
  expect(Math.abs(mean(drawn))).toBeLessThan((4 * 0.1) / Math.sqrt(4000));
  expect(Math.abs(deviation / 0.1 - 1)).toBeLessThan(4 / Math.sqrt(2 * 4000));
  const lag = mean(drawn.slice(1).map((x, i) => x * drawn[i])) / 0.01;
  expect(Math.abs(lag)).toBeLessThan(4 / Math.sqrt(4000));
  for (const other of [{ pool: 'batch' }, { seed: 2 }, { replication: 1 }]) {
    const apart = errors({ ...STREAM, ...other });
    expect(Math.abs(mean(apart.map((x, i) => x * drawn[i])) / 0.01)).toBeLessThan(4 / Math.sqrt(4000));
  }
  expect(predictedReplicas(spec, 3999, () => 1, STREAM) / 1e4 - 1).toBe(drawn[3999]);
});

it('never foretells less than nothing', () => {
  const wild = { ...SPEC, error: 5, min: 0 };
  const wanted = Array.from({ length: 1000 }, (_, look) => predictedReplicas(wild, look, () => 1, STREAM));
  expect(Math.min(...wanted)).toBe(0);
  // P(1 + 5z < 0) is 42 %.
  const none = wanted.filter((replicas) => replicas === 0).length;
  expect(Math.abs(none / 1000 - 0.4207)).toBeLessThan(4 * Math.sqrt((0.42 * 0.58) / 1000));
});
