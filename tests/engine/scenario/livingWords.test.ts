import { expect, it } from 'vitest';
import { capacityWords, rolloutWords } from '../../../engine/scenario/living/livingWords.ts';

it.each([
  [{ discount: 0.62 }, '62% off'],
  [{ discount: '62%' }, '62% off'],
  [{ perGpuHour: 1.2 }, '1.2 a GPU-hour'],
  [{ trace: './prices.csv' }, 'priced as in ./prices.csv'],
  [{ steps: [{ second: 0, perGpuHour: 1 }] }, 'priced by 1 rows'],
  [null, 'price …'],
])('says what spot costs: %o', (price, words) => {
  const spot = { kind: 'spot', interruptions: { meanHours: 12 }, price, fallback: 'on-demand' };
  expect(capacityWords([{ kind: 'on-demand', replicas: 2 }, spot])).toBe(
    `2 on-demand, spot, taken every 12 h, ${words}, else on-demand`,
  );
});

it('says what is reserved, from when to when and at what price, and what there is of machines on demand', () => {
  const capacity = [
    { kind: 'on-demand', interruptions: { counts: [{ second: 0, nodes: 3 }] } },
    { kind: 'reservation', nodes: 2 },
    { kind: 'reservation', nodes: 1, from: '2026-01-05', price: { discount: '20%' } },
    { kind: 'capacity-block', nodes: 4, from: '2026-01-05', until: '2026-01-06', price: { perGpuHour: 4.9 } },
  ];
  expect(capacityWords(capacity)).toBe(
    'on-demand, in stock by 1 rows, reservation of 2, reservation of 1, from 2026-01-05, 20% off, capacity-block of 4, from 2026-01-05 until 2026-01-06, 4.9 a GPU-hour',
  );
});

it('says when replicas are replaced, and how many at a time', () => {
  expect(rolloutWords({ at: '2026-01-05T10:00' })).toBe(
    'at 2026-01-05T10:00, 25% more and 25% fewer meanwhile',
  );
  expect(rolloutWords({ at: ['2026-01-05', '2026-01-06'], surge: 1, unavailable: 0 })).toBe(
    'at 2026-01-05, 2026-01-06, 1 more and 0 fewer meanwhile',
  );
});
