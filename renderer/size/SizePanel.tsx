import { Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { LeftOut, SizeDocument, SizeRow } from '../../host/api/types.ts';
import { valueAt } from '../../engine/scenario/reading/problems.ts';
import { readText } from '../model/documentText.ts';
import { useWorkspace } from '../state/workspace.ts';
import { DataTable } from '../tables/DataTable.tsx';
import { LongCallStatus } from '../results/LongCallStatus.tsx';
import type { LongCall } from '../state/longCalls.ts';
import { KeepSearch } from './KeepSearch.tsx';
import { LeftOutRows } from '../vary/LeftOutRows.tsx';
import { ALL_CHOICES, askedChoices, type PickedChoices, SizeChoices } from './SizeChoices.tsx';
import { proposedName, type Sizing, sizings } from './sizing.ts';
import { UseDeployment } from './UseDeployment.tsx';

/** Right-sizing: which accelerator, how many, which parallelism; each answer can be taken into the document. */
export function SizePanel({ documentId }: { readonly documentId: string }) {
  const titleId = useId();
  const text = useWorkspace(({ documents }) => documents[documentId]?.text ?? '');
  const sizing = sizings.use((all) => all[documentId]);
  const pools = poolsOf(text);
  const [chosen, setChosen] = useState<string>();
  const [picked, setPicked] = useState<PickedChoices>(ALL_CHOICES);
  const [isNarrowed, setNarrowed] = useState(false);
  const pool = pools.find(({ id }) => id === chosen) ?? pools.at(0);
  if (pool === undefined) return undefined;
  const { id: poolId, isAutoscaled } = pool;
  // What is autoscaled may have spot: that is told of on the command line.
  const isSpot = pool.isSpot && !isAutoscaled;
  const isSearched = !isSpot && !isAutoscaled;
  return (
    <section className="fc-card" style={{ padding: '0.9rem 1rem', minWidth: 0 }} aria-labelledby={titleId}>
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ flex: '1 1 18rem' }}>
          <Title order={3} size="h5" id={titleId}>
            Right-size {poolId}
          </Title>
          <Text size="xs" className="fc-quiet">
            {isSpot
              ? `Hardware is searched for at prices on demand, and some of what ${poolId} stands on is spot. Put its machines on demand in a copy, search there, and compare what is found with the same on spot.`
              : isAutoscaled
                ? `An autoscaler sets the replicas of ${poolId}: fleetcast size, on the command line, searches its range, target and base on demand. For hardware make the number fixed in a copy, search there, and compare both.`
                : 'Searches accelerators, GPUs of a replica and how they share the model, precision, batch limits and replicas for the least cost that keeps every service level.'}
          </Text>
        </div>
        {pools.length > 1 ? (
          <Select
            size="xs"
            aria-label="Pool to right-size"
            data={pools.map(({ id }) => id)}
            value={poolId}
            allowDeselect={false}
            onChange={(value) => setChosen(value ?? undefined)}
          />
        ) : undefined}
        {sizing?.isRunning === true ? (
          <Button size="compact-sm" variant="default" onClick={() => sizings.cancel(documentId)}>
            Cancel the search
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            disabled={!isSearched}
            leftSection={<IconSearch size={14} aria-hidden />}
            onClick={() => void sizings.start(documentId, { poolId, choices: askedChoices(picked) })}
          >
            Search deployments
          </Button>
        )}
      </Group>
      {!isSearched ? undefined : (
        <Button
          size="compact-xs"
          variant="subtle"
          mt={6}
          ml={-8}
          aria-expanded={isNarrowed}
          onClick={() => {
            // What is not shown is not asked for.
            if (isNarrowed) setPicked(ALL_CHOICES);
            setNarrowed(!isNarrowed);
          }}
        >
          {isNarrowed ? 'Search everything' : 'Choose what is searched'}
        </Button>
      )}
      {isNarrowed && isSearched ? (
        <SizeChoices
          documentId={documentId}
          poolId={poolId}
          picked={picked}
          onPick={(change) => setPicked((before) => ({ ...before, ...change }))}
        />
      ) : undefined}
      {sizing === undefined ? undefined : <Found documentId={documentId} sizing={sizing} text={text} />}
    </section>
  );
}

function Found({
  documentId,
  sizing,
  text,
}: {
  readonly documentId: string;
  readonly sizing: LongCall<Sizing>;
  readonly text: string;
}) {
  const { isRunning, found, foundText } = sizing;
  const [asked, setAsked] = useState<SizeRow>();
  return (
    <Stack gap="sm" mt="sm">
      <LongCallStatus call={sizing} label="Progress of the search" />
      {found === undefined ? undefined : (
        <>
          <Text size="sm" fw={600} className="fc-wrap">
            {found.document.verdict}
          </Text>
          <KeepSearch searchId={found.searchId} />
          {foundText === text || isRunning ? undefined : (
            <Text size="xs" className="fc-quiet">
              Searched before the last edits.
            </Text>
          )}
          {found.sections.map(({ title, table, notes }, index) => (
            <div key={title}>
              <Title order={4} size="h6">
                {title}
              </Title>
              {table.rows.length === 0 ? undefined : (
                <DataTable
                  table={table}
                  caption={`${title}: table`}
                  action={{
                    label: 'Use',
                    run: (row) => setAsked(rowsOf(found.document, index)[table.rows.indexOf(row)]),
                  }}
                />
              )}
              {notes.map((note) => (
                <Text key={note} size="xs" className="fc-quiet fc-wrap" mt={4}>
                  {note}
                </Text>
              ))}
            </div>
          ))}
          <LeftOutRows leftOut={leftOutOf(found.document)} />
        </>
      )}
      {asked === undefined ? undefined : (
        <UseDeployment
          documentId={documentId}
          row={asked}
          proposed={proposedName(text, found?.document.pool ?? '', asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Stack>
  );
}

/** Configurations that cannot be, or that no number of replicas makes quick enough, with the reason of each. */
function leftOutOf({ doNotFit, tooSlow }: SizeDocument): readonly LeftOut[] {
  return [...doNotFit, ...tooSlow].map(({ accelerator, precision, layout, gpusPerReplica, reason }) => ({
    label: `${gpusPerReplica.join(' or ')} × ${accelerator} in ${precision}${layout === 'tensor' ? '' : `, ${layout}`}`,
    reason,
  }));
}

/** The deployments that a section's table shows, row by row. */
function rowsOf({ edge, alternatives }: Sizing['document'], section: number): readonly SizeRow[] {
  return section === 0 ? edge : alternatives;
}

interface WrittenPool {
  readonly id: string;
  readonly isAutoscaled: boolean;
  readonly isSpot: boolean;
}

function poolsOf(text: string): readonly WrittenPool[] {
  const pools = valueAt(readText(text), ['pools']);
  if (!Array.isArray(pools)) return [];
  return pools.flatMap((pool: unknown) => {
    const id = valueAt(pool, ['id']);
    return id === undefined
      ? []
      : [
          {
            id: String(id),
            isAutoscaled: valueAt(pool, ['autoscale']) !== undefined,
            isSpot: [0, 1].some((entry) => valueAt(pool, ['capacity', entry, 'kind']) === 'spot'),
          },
        ];
  });
}
