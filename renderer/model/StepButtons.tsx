import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { act } from '../app/appActions.ts';
import classes from './StepButtons.module.css';
import type { History } from '../state/history.ts';

/** Undo and redo, each with the name of its step. */
export function StepButtons({ history }: { readonly history: History }) {
  return (
    <Group gap={2} wrap="nowrap">
      <StepButton action="edit.undo" verb="Undo" step={history.undo.at(-1)?.label} />
      <StepButton action="edit.redo" verb="Redo" step={history.redo.at(-1)?.label} />
    </Group>
  );
}

interface StepButtonProps {
  readonly action: string;
  readonly verb: 'Undo' | 'Redo';
  readonly step: string | undefined;
}

function StepButton({ action, verb, step }: StepButtonProps) {
  const Icon = verb === 'Undo' ? IconArrowBackUp : IconArrowForwardUp;
  const label = step === undefined ? `Nothing to ${verb.toLowerCase()}` : `${verb}: ${step}`;
  return (
    <Tooltip label={label} disabled={step === undefined}>
      <ActionIcon
        variant="subtle"
        color="gray"
        className={classes.step ?? ''}
        aria-label={label}
        disabled={step === undefined}
        onClick={() => act(action)}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
