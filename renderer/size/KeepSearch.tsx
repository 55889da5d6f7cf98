import { Group } from '@mantine/core';
import { DeedButton } from '../exports/DeedButton.tsx';
import { exportSize, printSize } from '../exports/exportDeeds.ts';

/** What a search found, as files: the page for whoever signs, and every deployment. */
export function KeepSearch({ searchId }: { readonly searchId: string }) {
  return (
    <Group gap={6} role="group" aria-label="Keep what was found">
      <DeedButton size="compact-xs" label="One page" deed={() => exportSize(searchId, 'answer')} />
      <DeedButton size="compact-xs" label="One page, PDF…" deed={() => printSize(searchId)} />
      <DeedButton size="compact-xs" label="XLSX workbook" deed={() => exportSize(searchId, 'xlsx')} />
      <DeedButton size="compact-xs" label="JSON" deed={() => exportSize(searchId, 'json')} />
    </Group>
  );
}
