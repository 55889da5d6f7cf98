import { AppShell, Box, Group, Tabs, Text } from '@mantine/core';
import { CompareScreen } from '../compare/CompareScreen.tsx';
import { HomeScreen } from '../home/HomeScreen.tsx';
import { ModelScreen } from '../model/ModelScreen.tsx';
import { currentDocument, goTo, isEdited, type Route, useWorkspace } from '../state/workspace.ts';
import { Banners } from './Banners.tsx';
import classes from './Frame.module.css';
import { Logo } from './Logo.tsx';
import { Menus } from './Menus.tsx';
import { RunControl } from './RunControl.tsx';
import { shell } from '../shell/shell.ts';

const SCREENS: readonly { readonly route: Route; readonly label: string }[] = [
  { route: 'home', label: 'Home' },
  { route: 'model', label: 'Model' },
  { route: 'compare', label: 'Compare' },
];

/** The window's frame: what is open and how it runs above, the screens below. */
export function Frame() {
  const route = useWorkspace((state) => state.route);
  return (
    <AppShell header={{ height: 92 }} padding={0}>
      <a className="fc-skip" href="#main">
        Skip to the content
      </a>
      <AppShell.Header className={classes.header ?? ''}>
        <Group justify="space-between" wrap="nowrap" h={48} px="md" gap="md">
          <Group gap="sm" wrap="nowrap">
            <Logo />
            {shell.kind === 'browser' ? <Menus /> : undefined}
          </Group>
          <DocumentTitle />
          <RunControl />
        </Group>
        <Tabs
          value={route}
          onChange={(value) => goTo((value ?? 'home') as Route)}
          className={classes.tabs ?? ''}
          component="nav"
          aria-label="Screens"
        >
          <Tabs.List px="md" aria-label="Screens">
            {SCREENS.map(({ route: value, label }) => (
              <Tabs.Tab key={value} value={value} aria-controls="main">
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </AppShell.Header>
      <AppShell.Main id="main" tabIndex={-1}>
        <Banners />
        {route === 'home' ? <HomeScreen /> : route === 'model' ? <ModelScreen /> : <CompareScreen />}
      </AppShell.Main>
    </AppShell>
  );
}

function DocumentTitle() {
  const document = useWorkspace(currentDocument);
  if (document === undefined) return <Box flex={1} />;
  return (
    <Group gap={6} wrap="nowrap" justify="center" flex={1} miw={0} visibleFrom="xs">
      <Text truncate fw={600} size="sm">
        {document.info.name}
      </Text>
      {isEdited(document) ? (
        <Text size="sm" className="fc-quiet" style={{ whiteSpace: 'nowrap' }}>
          <span aria-hidden>● </span>
          {document.info.origin.kind === 'new' ? 'not in a file' : 'edited'}
        </Text>
      ) : undefined}
    </Group>
  );
}
