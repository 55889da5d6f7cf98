import { Button, Group, Select, Text, Title } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { readText } from '../documentText.ts';
import { idsOf } from '../form/listItems.ts';
import { scalingKind } from '../form/scaling/scalingKinds.ts';
import { PolicyTrial } from './PolicyTrial.tsx';

/** What sets a pool's number of replicas, dragged: a day of it follows, and the document once that is asked for. */
export function PolicyPanel({ documentId }: { readonly documentId: string }) {
  const titleId = useId();
  const text = useWorkspace(({ documents }) => documents[documentId]?.text ?? '');
  const raw = useMemo(() => readText(text), [text]);
  const ids = idsOf(raw, 'pools');
  const [chosen, setChosen] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const poolId = ids.find((id) => id === chosen) ?? ids.at(0);
  if (poolId === undefined) return undefined;
  const index = ids.indexOf(poolId);
  const job = ownJob(raw, poolId);
  const isFixed = scalingKind(valueAt(raw, ['pools', index])) === 'none';
  return (
    <section className="fc-card" style={{ padding: '0.9rem 1rem', minWidth: 0 }} aria-labelledby={titleId}>
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ flex: '1 1 18rem' }}>
          <Title order={3} size="h5" id={titleId}>
            Policy of {poolId}
          </Title>
          <Text size="xs" className="fc-quiet">
            {job !== undefined
              ? `Its replicas are there while job ${job} runs, and nothing else may set their number.`
              : isFixed
                ? `Its number of replicas is fixed. Try Kubernetes’ HPA on its busiest day, from targets to drag.`
                : `What its autoscaler aims at, how long it remembers and how much of it is never spot, dragged on its busiest day.`}
          </Text>
        </div>
        {ids.length > 1 ? (
          <Select
            size="xs"
            aria-label="Pool whose policy is tried"
            data={[...ids]}
            value={poolId}
            allowDeselect={false}
            onChange={(value) => setChosen(value ?? undefined)}
          />
        ) : undefined}
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen && job === undefined}
          disabled={job !== undefined}
          leftSection={<IconAdjustmentsHorizontal size={14} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen && job === undefined ? 'Close' : 'Try policies'}
        </Button>
      </Group>
      {isOpen && job === undefined ? (
        <PolicyTrial key={poolId} documentId={documentId} text={text} index={index} />
      ) : undefined}
    </section>
  );
}

/** The job whose replicas a pool's are, if they are there for one alone. */
function ownJob(raw: unknown, poolId: string): string | undefined {
  const jobs = valueAt(raw, ['jobs']);
  if (!Array.isArray(jobs)) return undefined;
  const found: unknown = jobs.find(
    (job: unknown) => valueAt(job, ['target']) === poolId && valueAt(job, ['fleet']) !== undefined,
  );
  return found === undefined ? undefined : String(valueAt(found, ['id']) ?? '');
}
