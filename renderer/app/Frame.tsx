import { ActionIcon, AppShell, Box, Group, Tabs, Text } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { type ReactNode, useLayoutEffect } from 'react';
import { CompareControls } from '../compare/CompareControls.tsx';
import { CompareScreen } from '../compare/CompareScreen.tsx';
import { DecideScreen } from '../decide/DecideScreen.tsx';
import { HomeScreen } from '../home/HomeScreen.tsx';
import { ModelScreen } from '../model/ModelScreen.tsx';
import { type Route, ROUTES } from '../state/routes.ts';
import { goTo, isEdited, shownDocument, useWorkspace } from '../state/workspace.ts';
import { act } from './appActions.ts';
import { Banners } from './Banners.tsx';
import classes from './Frame.module.css';
import { HeaderCorner } from './HeaderCorner.tsx';
import { Logo } from './Logo.tsx';
import { Menus } from './Menus.tsx';
import { RunControl } from './RunControl.tsx';
import { ScreenBoundary } from './ScreenBoundary.tsx';
import { shell } from '../shell/shell.ts';

const SCREEN_OF: Readonly<Record<Route, () => ReactNode>> = {
  home: HomeScreen,
  model: ModelScreen,
  compare: CompareScreen,
  decide: DecideScreen,
};

/** The window's frame: what is open and how it runs above, the screens below. */
export function Frame() {
  const route = useWorkspace((state) => state.route);
  const Screen = SCREEN_OF[route];
  const place = useWorkspace(({ route: on, documentId }) => (on === 'compare' ? on : `${on} ${documentId}`));
  // Another screen, or another document on it, is seen from its top.
  useLayoutEffect(() => {
    // Gives a promise in some browsers, which is no way to clean up.
    window.scrollTo(0, 0);
  }, [place]);
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
            <ActionIcon
              variant="subtle"
              color="gray"
              hiddenFrom="sm"
              aria-label="All commands"
              onClick={() => act('help.palette')}
            >
              <IconMenu2 size={20} aria-hidden />
            </ActionIcon>
          </Group>
          <DocumentTitle />
          {route === 'compare' ? <CompareControls /> : <RunControl />}
        </Group>
        <Group justify="space-between" wrap="nowrap" px="md" className={classes.tabs ?? ''}>
          <Tabs
            value={route}
            onChange={(value) => goTo((value ?? 'home') as Route)}
            component="nav"
            aria-label="Screens"
          >
            <Tabs.List className={classes.list ?? ''} aria-label="Screens">
              {Object.entries(ROUTES).map(([value, label]) => (
                <Tabs.Tab key={value} value={value} aria-controls="main">
                  {label}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
          <HeaderCorner />
        </Group>
      </AppShell.Header>
      <AppShell.Main id="main" tabIndex={-1}>
        <Banners />
        <ScreenBoundary key={route}>
          <Screen />
        </ScreenBoundary>
      </AppShell.Main>
    </AppShell>
  );
}

function DocumentTitle() {
  const document = useWorkspace(shownDocument);
  const comparing = useWorkspace(({ route, settings }) =>
    route === 'compare' ? settings.compared.length : 0,
  );
  if (comparing >= 2) {
    return (
      <Text truncate fw={600} size="sm" ta="center" flex={1} miw={0} visibleFrom="xs">
        Comparing {comparing} scenarios
      </Text>
    );
  }
  if (document === undefined) return <Box flex={1} />;
  return (
    <Group gap={6} wrap="nowrap" justify="center" flex={1} miw={0} visibleFrom="xs">
      <Text truncate fw={600} size="sm">
        {document.info.name}
      </Text>
      {isEdited(document) ? (
        <Text size="sm" className="fc-quiet" style={{ whiteSpace: 'nowrap' }}>
          <span aria-hidden>● </span>
          {document.info.savedText === undefined ? 'not in a file' : 'edited'}
        </Text>
      ) : undefined}
    </Group>
  );
}
