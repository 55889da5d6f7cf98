import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { attempt, say } from '../app/say.ts';
import { exportSize, printSize } from '../exports/exportDeeds.ts';

/** What a search found, as files: the page for whoever signs, and every deployment. */
export function KeepSearch({ searchId }: { readonly searchId: string }) {
  return (
    <Group gap={6} role="group" aria-label="Keep what was found">
      <Keep label="One page" deed={() => exportSize(searchId, 'answer')} />
      <Keep label="One page, PDF…" deed={() => printSize(searchId)} />
      <Keep label="XLSX workbook" deed={() => exportSize(searchId, 'xlsx')} />
      <Keep label="JSON" deed={() => exportSize(searchId, 'json')} />
    </Group>
  );
}

function Keep({ label, deed }: { readonly label: string; deed(): Promise<boolean | void> }) {
  const [isMaking, setMaking] = useState(false);
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={isMaking}
      onClick={() => {
        setMaking(true);
        void attempt(async () => {
          if ((await deed()) === true) say(`${label}: done.`);
        }).finally(() => setMaking(false));
      }}
    >
      {label}
    </Button>
  );
}
