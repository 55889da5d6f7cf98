import { Menu, Menubar } from '@mantine/core';
import { useWorkspace } from '../state/workspace.ts';
import type { ActionGroup } from './actions.ts';
import { ACTIONS, act } from './appActions.ts';
import classes from './Menus.module.css';
import { shortcutText } from './shortcutText.ts';

const GROUPS: readonly ActionGroup[] = ['File', 'Edit', 'Run', 'View', 'Help'];

/** The menus in the window, for where the system shows none. */
export function Menus() {
  // What can be done depends on the state.
  useWorkspace();
  return (
    <Menubar aria-label="Menus" className={classes.bar ?? ''}>
      {GROUPS.map((group) => (
        <Menubar.Menu key={group} width={260}>
          <Menubar.Target>{group}</Menubar.Target>
          <Menubar.Dropdown>
            {ACTIONS.filter((action) => action.group === group).map(({ id, label, shortcut, isEnabled }) => (
              <Menu.Item
                key={id}
                disabled={isEnabled?.() === false}
                onClick={() => act(id)}
                {...(shortcut === undefined
                  ? {}
                  : { rightSection: <kbd className={classes.keys}>{shortcutText(shortcut)}</kbd> })}
              >
                {label}
              </Menu.Item>
            ))}
          </Menubar.Dropdown>
        </Menubar.Menu>
      ))}
    </Menubar>
  );
}
