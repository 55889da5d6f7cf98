import { expect, it } from 'vitest';
import { capacityWords } from '../../../engine/scenario/living/livingWords.ts';

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
