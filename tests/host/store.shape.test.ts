// What is kept is looked at before it is believed: damaged or foreign, it is set aside with a sentence.
import { serialize } from 'node:v8';
import { deflateSync } from 'node:zlib';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyUsage } from '../../engine/usage/emptyUsage.ts';
import type { OverloadStop } from '../../engine/usage/usage.ts';
import { emptyWindow } from '../../engine/usage/windowUsage.ts';
import type { HostClient } from '../../host/api/shell.ts';
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import { prepareText } from '../../host/run/prepareRun.ts';
import { expectedUsage, expectedWindow } from '../../host/store/expectedUsage.ts';
import { DATABASE_FILE } from '../../host/store/openDatabase.ts';
import { pack, unpack } from '../../host/store/packed.ts';
import { temporaryDirectory } from './api/doors.ts';
import { SMALL, small } from './api/smallScenario.ts';

let place: ReturnType<typeof temporaryDirectory>;
const opened: { close(): Promise<void> }[] = [];
const warnings: string[] = [];
beforeEach(() => {
  place = temporaryDirectory();
  warnings.length = 0;
});
afterEach(async () => {
  await closeAll();
  place.remove();
});

async function closeAll(): Promise<void> {
  for (const room of opened.splice(0)) await room.close();
}

function open(): HostClient {
  const room = createBackRoom({
    dataDirectory: place.directory,
    workers: 1,
    warn: (line) => warnings.push(line),
  });
  opened.push(room);
  return inProcessClient(room);
}

function change(sql: string, ...values: SQLInputValue[]): void {
  const database = new DatabaseSync(join(place.directory, DATABASE_FILE));
  database.prepare(sql).run(...values);
  database.close();
}

async function run(host: HostClient, documentId: string, text: string): Promise<string> {
  const { id } = await host.runs.start({ documentId, text });
  for await (const { state, resultId, failure } of await host.runs.watch({ runId: id })) {
    if (state === 'done') return resultId ?? '';
    if (state === 'failed') throw new Error(failure?.sentence);
  }
  throw new Error('the run ended without a result');
}

/** The forecast alone: the header tells how long a run took. */
async function forecastOf(host: HostClient, resultId: string): Promise<unknown> {
  const { fleetcast: _header, ...forecast } = (await host.results.get({ resultId })).run;
  return forecast;
}

const foreign = [
  ['cut short', Buffer.from('FCWU\u0001')],
  ['another version', Buffer.from('FCWU\u0009and so on')],
  ['text where bytes should be', 'not a blob'],
  ['of another program', deflateSync(serialize({ hello: 'world' }))],
  [
    'of ours, holding something else',
    Buffer.concat([Buffer.from('FCWU\u0001'), deflateSync(serialize([1, 2]))]),
  ],
  [
    'far larger than it may be',
    Buffer.concat([Buffer.from('FCWU\u0001'), deflateSync(Buffer.alloc(300_000_000))]),
  ],
] as const;

describe('a kept window or usage', () => {
  it.each(foreign)('%s, is simulated again, and says so', async (_name, blob) => {
    const host = open();
    const { id } = await host.documents.create({ text: SMALL });
    const expected = await forecastOf(host, await run(host, id, SMALL));
    await closeAll();
    change('UPDATE windows SET value = ?', blob);
    change('UPDATE usages SET value = ?', blob);
    const again = open();
    // What is kept of the result cannot be had without its usage.
    expect(await again.results.latest({ documentId: id })).toBeNull();
    expect(await forecastOf(again, await run(again, id, SMALL))).toEqual(expected);
    expect(warnings.join('\n')).toMatch(/a kept result cannot be used/);
    expect(warnings.join('\n')).toMatch(/1 kept window cannot be used .* is simulated again/);
    // And is kept anew.
    warnings.length = 0;
    await closeAll();
    expect(await open().results.latest({ documentId: id })).not.toBeNull();
    expect(warnings).toEqual([]);
  });

  it('of another scenario under this one’s key is none of this one’s', async () => {
    const other = small({ days: 2 });
    const host = open();
    const { id } = await host.documents.create({ text: SMALL });
    const expected = await forecastOf(host, await run(host, id, SMALL));
    await run(host, id, other);
    await closeAll();
    const [longest] = 'SELECT value FROM usages ORDER BY bytes DESC LIMIT 1'.split(';');
    change(`UPDATE usages SET value = (${longest})`);
    change('DELETE FROM windows');
    expect(await forecastOf(open(), await run(open(), id, SMALL))).toEqual(expected);
    expect(warnings.join()).toMatch(/a kept result cannot be used/);
  });
});

describe('a row that is none', () => {
  const NO_TEXT = Buffer.from([0xff, 0x00]);

  it('of a document is left as it is, told, and not in the way of the others', async () => {
    const host = open();
    const mine = await host.documents.create({ text: SMALL });
    const damaged = await host.documents.create({ text: small({ name: 'Damaged' }) });
    await closeAll();
    change('UPDATE documents SET text = ? WHERE id = ?', NO_TEXT, damaged.id);
    const again = open();
    expect((await again.documents.recent()).map(({ id }) => id)).toEqual([mine.id]);
    await expect(again.documents.get({ documentId: damaged.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await again.system.info()).toMatchObject({
      store: 'disk',
      storeProblem: expect.stringMatching(/^One document in the store .* cannot be read/),
    });
    const database = new DatabaseSync(join(place.directory, DATABASE_FILE));
    expect(database.prepare('SELECT text FROM documents WHERE id = ?').get(damaged.id)).toEqual({
      text: new Uint8Array(NO_TEXT),
    });
    database.close();
  });

  it.each([
    ['results', 'run', '{"fleetcast": 3}'],
    ['results', 'run', 'no JSON'],
    ['results', 'text', NO_TEXT],
    ['settings', 'value', '{"light": '],
    ['settings', 'value', '{"light": true}'],
    ['runs', 'state', 'dancing'],
    ['runs', 'process_id', NO_TEXT],
  ])('of %s (%s: %s) is as if it were not there', async (table, column, value) => {
    const host = open();
    const { id } = await host.documents.create({ text: SMALL });
    await run(host, id, SMALL);
    await host.system.changeSettings({ theme: 'dark', compared: [id] });
    await closeAll();
    change(`INSERT INTO runs VALUES ('cut', ?, 'Small', ?, 'interrupted', 1, 0, 0, NULL)`, id, SMALL);
    change(`UPDATE ${table} SET ${column} = ?`, value);
    const again = open();
    expect(await again.results.latest({ documentId: id })).toEqual(
      table === 'results' ? null : expect.objectContaining({ documentId: id }),
    );
    expect(await again.system.settings()).toEqual(
      table === 'settings' ? { theme: 'system', compared: [] } : { theme: 'dark', compared: [id] },
    );
    expect(await again.runs.list()).toHaveLength(table === 'runs' ? 0 : 1);
    expect(await again.documents.recent()).toHaveLength(1);
  });
});

it('takes for a window or a usage nothing that is not one, whatever it is', async () => {
  const source = { file: 'small.yaml', text: SMALL, locateTrace: () => ({ refusal: 'none' }) };
  const { spec } = await prepareText(source, { settings: [], signal: new AbortController().signal });
  const stop: OverloadStop = { pool: 0, cause: 'drain', atSeconds: 9, hours: 1, inFlight: 3, waiting: 2 };
  const [window, usage] = [emptyWindow(spec, 0, 24), emptyUsage(spec)];
  const [replication] = usage.replications;
  const ofWindow = expectedWindow(window);
  const ofUsage = expectedUsage(spec, 1);
  for (const good of [window, { ...window, stop }]) expect(unpack(pack(good), ofWindow)).toEqual(good);
  for (const good of [usage, { ...usage, replications: [{ ...replication, stop }], stoppedWindow: 0 }]) {
    expect(unpack(pack(good), ofUsage)).toEqual(good);
  }
  for (const bad of [
    { ...window, stop: 3 },
    { ...window, stop: { ...stop, pool: 1 } },
    { ...window, stop: { ...stop, cause: 'no' } },
    { ...window, firstHour: 24 },
    { ...window, simulatedRequests: Number.NaN },
  ]) {
    expect(unpack(pack(bad), ofWindow)).toBeUndefined();
  }
  for (const bad of [
    { ...usage, stoppedWindow: 0 },
    { ...usage, replications: [{ ...replication, stop }], stoppedWindow: 1 },
    { ...usage, replications: [] },
  ]) {
    expect(unpack(pack(bad), ofUsage)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.anything({ withTypedArray: true, withBigInt: true, withDate: true }), (value) => {
      expect(unpack(pack(value), ofWindow)).toBeUndefined();
      expect(unpack(pack(value), ofUsage)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
