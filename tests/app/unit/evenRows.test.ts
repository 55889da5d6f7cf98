import { describe, expect, it } from 'vitest';
import { evenRows } from '../../../renderer/results/evenRows.ts';

describe('evenRows', () => {
  it.each([
    [0, 3, []],
    [3, 3, [3]],
    [5, 4, [3, 2]],
    [7, 3, [3, 2, 2]],
    [3, 0, [1, 1, 1]],
  ])('lays %i cards, at most %i beside each other, out as %j', (count, most, rows) => {
    expect(evenRows(count, most)).toEqual(rows);
  });

  it('shows every card, in as few rows as can be, none with two fewer than another', () => {
    for (let count = 1; count <= 40; count++) {
      for (let most = 1; most <= 12; most++) {
        const rows = evenRows(count, most);
        expect(rows.reduce((sum, cards) => sum + cards, 0)).toBe(count);
        expect(rows).toHaveLength(Math.ceil(count / most));
        expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(1);
        expect(Math.max(...rows)).toBeLessThanOrEqual(most);
      }
    }
  });
});
