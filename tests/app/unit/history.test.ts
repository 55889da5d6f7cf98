import { expect, it } from 'vitest';
import { NO_HISTORY, redone, undone, withStep } from '../../../renderer/state/history.ts';

it('takes quick edits of one key as one step, under the last name', () => {
  const first = withStep(NO_HISTORY, { label: 'rate: 1 → 2', key: 'rate' }, 'one', 0);
  const second = withStep(first, { label: 'rate: 1 → 25', key: 'rate' }, 'two', 500);
  expect(second.undo).toMatchObject([{ label: 'rate: 1 → 25', text: 'one' }]);
  const other = withStep(second, { label: 'seed: 1 → 2', key: 'seed' }, 'three', 600);
  const later = withStep(other, { label: 'seed: 2 → 3', key: 'seed' }, 'four', 9000);
  expect(later.undo.map(({ text }) => text)).toEqual(['one', 'three', 'four']);
});

it('goes back and forth through the same texts', () => {
  const history = withStep(withStep(NO_HISTORY, { label: 'a' }, 'one', 0), { label: 'b' }, 'two', 0);
  const back = undone(history, 'three');
  const twice = undone(back?.history ?? NO_HISTORY, back?.text ?? '');
  expect([back?.text, twice?.text]).toEqual(['two', 'one']);
  expect(undone(twice?.history ?? NO_HISTORY, 'one')).toBeUndefined();
  const again = redone(twice?.history ?? NO_HISTORY, 'one');
  expect(again?.text).toBe('two');
  expect(redone(again?.history ?? NO_HISTORY, 'two')?.text).toBe('three');
});

it('forgets what was taken back once something else is edited', () => {
  const back = undone(withStep(NO_HISTORY, { label: 'a' }, 'one', 0), 'two');
  expect(withStep(back?.history ?? NO_HISTORY, { label: 'c' }, 'one', 0).redo).toEqual([]);
});
