import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { ExplainDrawer } from '../explain/ExplainDrawer.tsx';
import { ExportDialog } from '../exports/ExportDialog.tsx';
import { useWorkspace } from '../state/workspace.ts';
import { theme } from '../theme.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { Frame } from './Frame.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { startWindow } from './startWindow.ts';
import { useShortcuts } from './useShortcuts.ts';

/** The whole window. */
export function App() {
  const { theme: scheme } = useWorkspace(({ settings }) => settings);
  useEffect(startWindow, []);
  useShortcuts();
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      {...(scheme === 'system' ? {} : { forceColorScheme: scheme })}
    >
      <Notifications position="bottom-right" />
      <ModalsProvider>
        <Frame />
        <CommandPalette />
        <ShortcutSheet />
        <ExportDialog />
        <ExplainDrawer />
      </ModalsProvider>
    </MantineProvider>
  );
}
