import { Alert, Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import Papa from 'papaparse';
import { useState } from 'react';
import { host } from '../api/host.ts';
import { attempt } from '../app/say.ts';
import { TRACE_FORMAT_CHOICES } from '../model/form/workload/traceFormatChoices.ts';
import { shell } from '../shell/shell.ts';
import { replayScenario } from '../state/newScenario.ts';
import { openDocument } from '../state/opening.ts';
import { closeImportTrace, useImportTrace } from './importTraceState.ts';

/** What a column may be called, so that most files need no choosing. */
const COLUMNS = [
  {
    key: 'arrivalSeconds',
    label: 'Arrival, seconds',
    isNeeded: true,
    guess: /^(at|time|timestamp|arriv|start)/i,
  },
  { key: 'promptTokens', label: 'Prompt tokens', isNeeded: true, guess: /prompt|input|context/i },
  {
    key: 'outputTokens',
    label: 'Output tokens',
    isNeeded: false,
    guess: /output|completion|generated|response/i,
  },
  { key: 'tenant', label: 'Tenant', isNeeded: false, guess: /tenant|team|user|customer/i },
] as const;

/** What a column that may be absent means when it is. */
const NONE: Readonly<Record<string, string>> = { outputTokens: 'none: an encoder’s log' };

type Columns = Readonly<Record<string, string>>;

/** Makes a scenario that replays a trace of the person's. */
export function ImportTrace() {
  const isOpen = useImportTrace((state) => state.isOpen);
  const [file, setFile] = useState<File>();
  const [format, setFormat] = useState('csv');
  const [header, setHeader] = useState<readonly string[]>([]);
  const [columns, setColumns] = useState<Columns>({});
  const missing = format === 'csv' ? COLUMNS.filter(({ key, isNeeded }) => isNeeded && !columns[key]) : [];

  const choose = async (): Promise<void> => {
    const chosen = await shell.chooseTrace();
    if (chosen === undefined) return;
    setFile(chosen);
    const names = await headerOf(chosen);
    setHeader(names);
    setColumns(
      Object.fromEntries(
        COLUMNS.map(({ key, guess }) => [key, names.find((name) => guess.test(name)) ?? '']),
      ),
    );
    setFormat(guessFormat(chosen.name, names));
  };
  const create = async (): Promise<void> => {
    if (file === undefined) return;
    const name = `Replay of ${file.name}`;
    const { id } = await host.documents.create({
      name,
      text: replayScenario(name, `./${file.name}`, format, columns),
    });
    const { path } = await host.documents.importTrace({ documentId: id, file });
    const { revision } = await host.documents.get({ documentId: id });
    const text = replayScenario(name, path, format, columns);
    openDocument(await host.documents.write({ documentId: id, text, revision }));
    closeImportTrace();
  };

  return (
    <Modal
      opened={isOpen}
      onClose={closeImportTrace}
      title="Import a trace"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Text size="sm" className="fc-quiet">
          One row a request: when it arrived, and its prompt and output tokens. A copy is kept with the new
          scenario; the file itself is only read. Traces above 64 MB are better put beside a scenario file and
          opened with it.
        </Text>
        <Group>
          <Button variant="default" onClick={() => void attempt(choose)}>
            Choose the file…
          </Button>
          <Text size="sm" className="fc-wrap">
            {file?.name ?? 'none chosen yet'}
          </Text>
        </Group>
        {file === undefined ? undefined : (
          <>
            <NativeSelect
              label="Format"
              data={TRACE_FORMAT_CHOICES}
              value={format}
              onChange={(event) => setFormat(event.currentTarget.value)}
            />
            {format === 'csv'
              ? COLUMNS.map(({ key, label, isNeeded }) => (
                  <NativeSelect
                    key={key}
                    label={label}
                    data={[
                      { value: '', label: isNeeded ? 'choose a column' : (NONE[key] ?? 'none') },
                      ...header,
                    ]}
                    value={columns[key] ?? ''}
                    onChange={(event) => setColumns({ ...columns, [key]: event.currentTarget.value })}
                  />
                ))
              : undefined}
            {format === 'csv' && header.length > 0 && !columns['outputTokens'] ? (
              <Text size="sm">
                Without a column of output tokens nothing is generated: the scenario begins with an encoder,
                which answers each request with a vector.
              </Text>
            ) : undefined}
            {missing.length > 0 && header.length === 0 ? (
              <Alert color="yellow">This file has no readable header row: its columns must have names.</Alert>
            ) : undefined}
          </>
        )}
        <Group justify="end">
          <Button variant="default" onClick={closeImportTrace}>
            Cancel
          </Button>
          <Button disabled={file === undefined || missing.length > 0} onClick={() => void attempt(create)}>
            Make the scenario
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

async function headerOf(file: File): Promise<readonly string[]> {
  const start = await file.slice(0, 65_536).text();
  const { data } = Papa.parse<string[]>(start, { preview: 1 });
  return (data[0] ?? []).map((name) => name.trim()).filter((name) => name !== '' && name.length < 100);
}

function guessFormat(name: string, header: readonly string[]): string {
  if (/\.jsonl(\.gz)?$/i.test(name)) return 'mooncake';
  if (header.includes('ContextTokens')) return 'azure-llm';
  return header.includes('Session ID') || header.includes('Log Type') ? 'burstgpt' : 'csv';
}
