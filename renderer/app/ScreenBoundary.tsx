import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { goTo } from '../state/workspace.ts';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error?: Error | undefined;
}

/** Keeps a fault of ours in one screen from taking the window with it. What was typed is kept by then. */
export class ScreenBoundary extends Component<Props, State> {
  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override state: State = {};

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Stack className="fc-screen" align="start" role="alert">
        <Title order={1} size="h3">
          This screen failed, and it is our fault
        </Title>
        <Text>Nothing of your scenario is lost. Try again; if it stays, report it with this sentence:</Text>
        <Code block>{error.message}</Code>
        <Group gap="xs">
          <Button onClick={() => this.setState({ error: undefined })}>Try again</Button>
          <Button
            variant="default"
            onClick={() => {
              goTo('home');
              this.setState({ error: undefined });
            }}
          >
            Go to Home
          </Button>
        </Group>
      </Stack>
    );
  }
}
