import { ActionIcon, Badge, Group, Menu, Progress, Text, Title } from '@mantine/core';
import { IconDots, IconPinFilled } from '@tabler/icons-react';
import { useState } from 'react';
import type { CompareLine } from '../../host/api/types.ts';
import { MOST_COMPARED } from '../../engine/scenario/mostCompared.ts';
import { leftText, shareOf } from '../app/progressText.ts';
import { attempt } from '../app/say.ts';
import { VerdictIcon } from '../results/VerdictIcon.tsx';
import { approximately } from '../results/approximately.ts';
import { openById } from '../state/opening.ts';
import { isStale, useWorkspace } from '../state/workspace.ts';
import { moveCompared, removeCompared } from './comparedDocuments.ts';
import classes from './CompareScreen.module.css';
import { RenameScenario } from './RenameScenario.tsx';
import { duplicateCompared } from './rowDeeds.ts';

export interface ScenarioColumnProps {
  readonly documentId: string;
  readonly index: number;
  readonly column: CompareLine | undefined;
}

/** One scenario of the comparison: its name, verdict and what can be done with it. */
export function ScenarioColumn({ documentId, index, column }: ScenarioColumnProps) {
  const document = useWorkspace(({ documents }) => documents[documentId]);
  const result = useWorkspace(({ results }) => results[documentId]);
  const run = useWorkspace(({ runs }) => runs[documentId]);
  const isOld = useWorkspace((state) => isStale(state, documentId));
  const count = useWorkspace(({ settings }) => settings.compared.length);
  const [isRenaming, setRenaming] = useState(false);
  const name = document?.info.name ?? column?.label ?? '…';
  const failure = document?.draftFailure;
  return (
    <section
      className={`fc-card ${classes.column}`}
      data-baseline={index === 0 || undefined}
      aria-label={name}
    >
      <Group justify="space-between" wrap="nowrap" align="start">
        <Title order={2} size="h5" className="fc-wrap">
          {name}
        </Title>
        <Menu position="bottom-end" width={210} withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`What to do with ${name}`}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void attempt(() => openById(documentId))}>Open in Model</Menu.Item>
            <Menu.Item onClick={() => setRenaming(true)}>Rename…</Menu.Item>
            <Menu.Item
              disabled={count >= MOST_COMPARED}
              onClick={() => void attempt(() => duplicateCompared(documentId))}
            >
              Duplicate
            </Menu.Item>
            <Menu.Item disabled={index === 0} onClick={() => void attempt(() => moveCompared(documentId, 0))}>
              Make it the baseline
            </Menu.Item>
            <Menu.Item onClick={() => void attempt(() => removeCompared(documentId))}>Take out</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Group gap={6}>
        {index === 0 ? (
          <Badge leftSection={<IconPinFilled size={10} aria-hidden />} variant="light" size="sm">
            Baseline
          </Badge>
        ) : undefined}
        {column?.isPareto === true && count > 1 ? (
          <Badge variant="default" size="sm" title="Nothing compared is both cheaper and quicker">
            Pareto edge
          </Badge>
        ) : undefined}
      </Group>
      {result === undefined ? (
        <Text size="sm" {...(failure === undefined ? { role: 'status' } : { role: 'alert' })}>
          {failure === undefined ? 'Simulating …' : `${failure.sentence} ${failure.action}`}
        </Text>
      ) : (
        <Text size="sm" className={isOld ? 'fc-quiet' : ''}>
          <VerdictIcon run={result.run} /> {approximately(result)}
          {result.run.verdict}
          {isOld ? ' (of before the last edits)' : ''}
        </Text>
      )}
      {run?.state === 'running' ? (
        <div>
          <Progress value={shareOf(run) * 100} aria-label={`Full run of ${name}`} />
          <Text size="xs" className="fc-quiet">
            {leftText(run)}
          </Text>
        </div>
      ) : undefined}
      <RenameScenario documentId={documentId} isOpen={isRenaming} onClose={() => setRenaming(false)} />
    </section>
  );
}
