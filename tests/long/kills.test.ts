// Sixty kills at instants that nobody chose: while documents are saved, exports written, windows finished.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HostClient } from '../../host/api/shell.ts';
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import { small } from '../host/api/smallScenario.ts';
import { type Killed, killWhileExporting, killWhileRunning, killWhileSaving } from '../host/killed.ts';
import { noteResult } from './noteResult.ts';

const EACH = 20;
/** Told with the result, so that the instants can be had again; the machine's own pace is beside them. */
const SEED = String(Date.now());

let place = '';
const opened: { close(): Promise<void> }[] = [];
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'fleetcast-kills-'));
});
afterEach(async () => {
  for (const room of opened.splice(0)) await room.close();
  rmSync(place, { recursive: true, force: true });
});

function open(data: string): HostClient {
  const room = createBackRoom({ dataDirectory: data, workers: 1, warn: () => undefined });
  opened.push(room);
  return inProcessClient(room);
}

/** The run's document without what tells how long it took. */
async function finished(host: HostClient, runId: string): Promise<string> {
  for await (const { state, documentId, resultId } of await host.runs.watch({ runId })) {
    if (state !== 'done') continue;
    const file = await host.exports.result({ documentId, resultId: resultId ?? '', format: 'json' });
    return (await file.text()).replace(/"wallSeconds": .*/, '');
  }
  throw new Error('the run did not end');
}

const told = (of: string, { kills, cutShort }: Killed, what: string): string =>
  `${kills} while ${of} (${cutShort} ${what})`;

it('lose nothing', async () => {
  const saving = await killWhileSaving(place, EACH, SEED);
  const exporting = await killWhileExporting(place, EACH, SEED);
  // Windows of a fifth of a second: most kills come between two of them, or within one.
  const text = small({ days: 300, rate: 3, replicas: 4 });
  const running = await killWhileRunning(place, EACH, SEED, text);
  // Kills that all came before or after would show nothing; a run is cut short wherever it is killed.
  for (const { cutShort } of [saving, exporting]) expect(cutShort).toBeGreaterThan(0);

  const host = open(running.data);
  const [left] = await host.runs.list();
  const resumed = await finished(host, (await host.runs.resume({ runId: left.id })).id);
  const untouched = open(join(place, 'untouched'));
  const { id: documentId } = await untouched.documents.create({ text });
  const { id } = await untouched.runs.start({ documentId, text });
  expect(resumed).toBe(await finished(untouched, id));

  noteResult(
    `${3 * EACH} kills (seed ${SEED})`,
    `${[
      told('saving', saving, 'between an edit and its being saved'),
      told('exporting', exporting, 'with an export in the making'),
      told('running', running, 'after more than one window'),
    ].join(', ')}; nothing lost, no half, and the run ended byte for byte as one that was never cut`,
  );
});
