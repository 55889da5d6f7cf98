import { expect, it } from 'vitest';
import type { SpotSupply } from '../../../engine/scenario/living/capacity/capacitySpec.ts';
import { livingDrawsLots } from '../../../engine/scenario/living/drawsLots.ts';
import type { DurationSpec, LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { fixed, livingPool } from '../fleetOracle/handPool.ts';

const drawn: DurationSpec = { type: 'exponential', mean: 60 };
const spot = (supply: SpotSupply): Partial<LivingSpec> => ({
  spot: { onDemandReplicas: 0, noticeSeconds: 0, supply },
});
const lives = (life: DurationSpec, together = 0): SpotSupply => ({ kind: 'lives', life, together, zones: 1 });
const startUp = livingPool({}, 1).living?.startUp as LivingSpec['startUp'];

it.each<[string, boolean, Partial<LivingSpec>]>([
  ['start-ups that are all alike', false, {}],
  ['start-ups by a law', true, { startUp: { ...startUp, boot: drawn } }],
  ['a drill', false, { failures: { repairSeconds: fixed(60), at: [{ second: 1, replica: 0 }] } }],
  ['repairs by a law', true, { failures: { repairSeconds: drawn, at: [] } }],
  ['failures by chance', true, { failures: { repairSeconds: fixed(60), at: [], meanSeconds: 9 } }],
  ['a trace of spot', false, spot({ kind: 'counts', seconds: [0], nodes: [1] })],
  ['lives that are all alike', false, spot(lives(fixed(60)))],
  ['lives by a law', true, spot(lives(drawn))],
  ['zones that are taken', true, spot(lives(fixed(60), 0.5))],
])('%s: chance has a part in it: %s', (_, isDrawn, living) => {
  expect(livingDrawsLots(livingPool(living, 1).living as LivingSpec)).toBe(isDrawn);
});
