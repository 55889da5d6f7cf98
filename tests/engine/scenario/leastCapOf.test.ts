import { expect, it } from 'vitest';
import { leastCapOf } from '../../../engine/scenario/jobs/resolveJobs.ts';

it('the least of a cap is the cheapest hour of one replica’s units, of as many hours as a horizon may have', () => {
  const spotPerHour = Array.from({ length: 480_000 }, (_, hour) => (hour === 300_000 ? 3 : 9));
  const prices = { gpusPerUnit: 8, minimumSeconds: 600, onDemandPerHour: 12, spotPerHour };
  expect(leastCapOf({ gpusPerReplica: 4 }, prices)).toBe(3 / 6);
  expect(leastCapOf({ gpusPerReplica: 16 }, { ...prices, spotPerHour: 24 })).toBe((2 * 12) / 6);
});
