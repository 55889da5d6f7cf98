import { expect, it } from 'vitest';
import type { LivingSpec } from '../../engine/scenario/living/livingSpec.ts';
import { risksOf } from '../../host/questions/answer/risks.ts';
import { reportInput } from './reportFixture.ts';

/** What is told of failures, of a pool that begins with one replica and may want these. */
function failures(...numbers: readonly number[]): readonly string[] {
  const { run, spec } = reportInput();
  const entries = numbers.map((replicas, hour) => ({ secondOfWeek: hour * 3600, replicas }));
  const living = { controller: { kind: 'schedule', mode: 'exact', entries } } as unknown as LivingSpec;
  const pools = spec.pools.map((pool) => ({ ...pool, replicas: numbers[0], living }));
  return risksOf(run, { ...spec, pools }, undefined).flatMap(({ text }) =>
    text.startsWith('Failure') ? [text] : [],
  );
}

it('tells of an autoscaled fleet how few replicas it may be down to', () => {
  expect(failures(3, 1)).toEqual([
    'Failure: the fleet may be down to 1 replica; while that fails or one starts, all of its service waits.',
  ]);
  expect(failures(2, 0)[0]).toContain('down to 0 replicas');
  expect(failures(3, 2)).toEqual([]);
});
