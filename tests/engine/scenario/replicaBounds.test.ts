import { expect, it } from 'vitest';
import { boundsText, replicaBounds } from '../../../engine/scenario/living/replicaBounds.ts';

it('tells between which numbers of replicas a pool may be', () => {
  const text = (pool: unknown): string => boundsText(replicaBounds(pool));
  expect(text({ replicas: 3 })).toBe('3');
  expect(text({})).toBe('1');
  // What a checked document has of an autoscaled pool is the default.
  expect(text({ replicas: 1, autoscale: { kind: 'hpa', min: 2, max: 1200, start: 4 } })).toBe('2 to 1,200');
  expect(text({ autoscale: { kind: 'hpa', max: 4 } })).toBe('1 to 4');
  expect(text({ autoscale: { kind: 'predictive', min: 0, max: 4 } })).toBe('0 to 4');
  expect(text({ autoscale: { kind: 'keda' } })).toBe('0 to 100');
  expect(text({ autoscale: { kind: 'knative', max: 8 } })).toBe('0 to 8');
  expect(text({ autoscale: { kind: 'ray-serve', min: 2 } })).toBe('2 to 100');
  const schedule = [{ replicas: 3 }, { replicas: 0 }, { replicas: 2 }];
  expect(text({ autoscale: { kind: 'schedule', schedule } })).toBe('0 to 3');
  expect(text({ autoscale: { kind: 'schedule', schedule: [] } })).toBe('1');
  expect(text({ autoscale: { kind: 'hpa', min: 'two', max: 4 } })).toBe('1 to 4');
});
