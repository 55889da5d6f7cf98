import { Anchor, Badge, Group, Progress, Table, Text } from '@mantine/core';
import { IconPinFilled } from '@tabler/icons-react';
import { someNames } from '../../../engine/scenario/reading/someNames.ts';
import { attempt } from '../../app/say.ts';
import { openById } from '../../state/opening.ts';
import { useRunQueue } from '../../state/runQueue.ts';
import { useWorkspace } from '../../state/workspace.ts';
import type { MatrixRow } from './matrixRows.ts';
import classes from './Matrix.module.css';
import { RowMenu } from './RowMenu.tsx';
import { rowState } from './rowState.ts';

/** At most so many names stand in a row; the others are counted. */
const MOST_NAMES = 2;

/** The head of a row: what it is called, its marks in words, how it stands, and what can be done with it. */
export function NameCell({
  row,
  name,
  rows,
}: {
  readonly row: MatrixRow;
  readonly name: string;
  /** Of the table, that it is as high as. */
  readonly rows: number;
}) {
  const { documentId, isBaseline, isPinned, line } = row;
  return (
    <Table.Th scope="row" rowSpan={rows} className={classes.name ?? ''}>
      <Group gap={4} wrap="nowrap" align="start" justify="space-between">
        {line === undefined ? undefined : (
          <Text
            span
            size="sm"
            className="fc-quiet"
            title={`Place ${line.place} of those that have figures: 1 is the one to take first`}
          >
            {line.place}.
          </Text>
        )}
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="left"
          flex={1}
          className="fc-wrap"
          aria-label={`Open ${name} in Model`}
          onClick={() => void attempt(() => openById(documentId))}
        >
          {name}
        </Anchor>
        <RowMenu row={row} name={name} />
      </Group>
      <Group gap={4}>
        {isBaseline ? (
          <Badge size="xs" variant="light" leftSection={<IconPinFilled size={8} aria-hidden />}>
            Baseline
          </Badge>
        ) : undefined}
        {isPinned && !isBaseline ? (
          <Badge size="xs" variant="default" leftSection={<IconPinFilled size={8} aria-hidden />}>
            Pinned
          </Badge>
        ) : undefined}
        {line?.isPareto === true ? (
          <Badge
            size="xs"
            variant="default"
            title="Nothing compared that keeps its promise is both cheaper and quicker"
          >
            Pareto edge
          </Badge>
        ) : undefined}
      </Group>
      {line === undefined || line.closeTo.length === 0 ? undefined : (
        <Text size="xs" className="fc-quiet fc-wrap" title={line.closeTo.map(({ why }) => why).join('\n')}>
          too close to call with{' '}
          {someNames(
            line.closeTo.map(({ label }) => label),
            MOST_NAMES,
          )}
        </Text>
      )}
      <State documentId={documentId} name={name} />
    </Table.Th>
  );
}

function State({ documentId, name }: { readonly documentId: string; readonly name: string }) {
  const waiting = useRunQueue((queue) => queue.waiting);
  const workspace = useWorkspace();
  const { kind, text, share } = rowState(workspace, { waiting }, documentId);
  if (kind === 'full') return undefined;
  return (
    <>
      {share === undefined ? undefined : (
        <Progress value={share * 100} size="sm" mt={2} aria-label={`Full run of ${name}`} />
      )}
      <Text size="xs" className={`fc-wrap ${kind === 'failed' ? 'fc-bad' : 'fc-quiet'}`}>
        {text}
      </Text>
    </>
  );
}
