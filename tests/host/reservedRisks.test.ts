import { expect, it } from 'vitest';
import type { LivingSpec } from '../../engine/scenario/living/livingSpec.ts';
import { risksOf } from '../../host/questions/answer/risks.ts';
import { reportInput } from './reportFixture.ts';

/** Risks of a pool of `replicas`, whose living part and figures are these. */
function risks(living: Partial<LivingSpec>, replicas = 1, reserved?: object): readonly string[] {
  const { run, spec } = reportInput();
  const pools = spec.pools.map((pool) => ({ ...pool, replicas, living: living as LivingSpec }));
  const told =
    reserved === undefined ? run : { ...run, pools: run.pools.map((pool) => ({ ...pool, reserved })) };
  return risksOf(told as typeof run, { ...spec, pools }, undefined).map(({ text }) => text);
}

it('the loss of the only replica is one, but for one that stands by', () => {
  expect(risks({}).some((text) => text.startsWith('Failure'))).toBe(true);
  expect(risks({ warmStandby: 1 }).some((text) => text.startsWith('Failure'))).toBe(false);
});

it('what is reserved is paid whether or not it is needed', () => {
  const reserved = { nodes: 2, nodeHours: 6, usedShare: 0.5, cost: 9, allOnDemand: 12 };
  // Of three hours, at 730 a month.
  expect(risks({}, 2, reserved)).toContain(
    'Reserved: up to 2 machines are paid for 6 machine-hours of h100, whether or not they are needed, and replicas were on them for 50% of that: USD 2,190 a month on average, USD 2,920 if the same were on demand throughout.',
  );
  expect(risks({}, 2, { ...reserved, usedShare: null, cost: null })).toContain(
    'Reserved: up to 2 machines are paid for 6 machine-hours of h100, whether or not they are needed.',
  );
});
