import { describe, expect, it } from 'vitest';
import { type Action, actionFor, type KeyPress, shortcutConflicts } from '../../../renderer/app/actions.ts';

const action = (id: string, shortcut?: string): Action => ({
  id,
  label: id,
  group: 'File',
  words: [],
  run: () => undefined,
  ...(shortcut === undefined ? {} : { shortcut }),
});
const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('shortcutConflicts', () => {
  it('names the actions that one key would call, however it is written', () => {
    const found = shortcutConflicts([
      action('a', 'Mod+Shift+S'),
      action('b', 'Shift+Mod+s'),
      action('c', 'Mod+S'),
    ]);
    expect(found).toEqual([{ shortcut: 'mod+shift+s', ids: ['a', 'b'] }]);
  });

  it('has nothing to say of actions without a key', () => {
    expect(shortcutConflicts([action('a'), action('b')])).toEqual([]);
  });
});

describe('actionFor', () => {
  const actions = [
    action('save', 'Mod+S'),
    action('saveAs', 'Mod+Shift+S'),
    action('run', 'F5'),
    action('help', '?'),
  ];

  it.each([
    ['save', press('s', { ctrlKey: true })],
    ['save', press('s', { metaKey: true })],
    ['saveAs', press('S', { ctrlKey: true, shiftKey: true })],
    ['run', press('F5')],
    ['help', press('?', { shiftKey: true })],
  ])('finds %s', (id, pressed) => {
    expect(actionFor(actions, pressed)?.id).toBe(id);
  });

  it.each([press('s'), press('s', { altKey: true, ctrlKey: true }), press('F5', { shiftKey: true })])(
    'finds nothing for other keys held beside (%j)',
    (pressed) => {
      expect(actionFor(actions, pressed)).toBeUndefined();
    },
  );
});
