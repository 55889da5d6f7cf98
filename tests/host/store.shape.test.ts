// What is kept is looked at before it is believed: damaged or foreign, it is set aside with a sentence.
import { cpSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyUsage } from '../../engine/usage/emptyUsage.ts';
import { PAID_KINDS, type PaidHours } from '../../engine/usage/paidHours.ts';
import type { OverloadStop } from '../../engine/usage/usage.ts';
import { emptyWindow } from '../../engine/usage/windowUsage.ts';
import type { HostClient } from '../../host/api/shell.ts';
import type { ResultRef } from '../../host/api/types.ts';
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import { prepareText } from '../../host/run/prepareRun.ts';
import { expectedUsage, expectedWindow } from '../../host/store/expectedUsage.ts';
import { DATABASE_FILE } from '../../host/store/openDatabase.ts';
import { pack, unpack } from '../../host/store/packed.ts';
import { decodeWindow } from '../../host/store/windowBlob.ts';
import { temporaryDirectory } from './api/doors.ts';
import { SMALL, small } from './api/smallScenario.ts';

let place: ReturnType<typeof temporaryDirectory>;
/** A data directory with a document, its result, settings and a run that was cut short: each test has a copy. */
let whole: ReturnType<typeof temporaryDirectory>;
let kept: { readonly id: string; readonly forecast: unknown };
beforeAll(async () => {
  place = temporaryDirectory();
  whole = place;
  const host = open();
  const { id } = await host.documents.create({ text: SMALL });
  kept = { id, forecast: await forecastOf(host, await run(host, id, SMALL)) };
  await host.system.changeSettings({ theme: 'dark', compared: [id] });
  await closeAll();
  change(`INSERT INTO runs VALUES ('cut', ?, 'Small', ?, 'interrupted', 1, 0, 0, NULL)`, id, SMALL);
});
afterAll(() => whole.remove());
const opened: { close(): Promise<void> }[] = [];
const warnings: string[] = [];
beforeEach(() => {
  place = temporaryDirectory();
  cpSync(whole.directory, place.directory, { recursive: true });
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

async function run(host: HostClient, documentId: string, text: string): Promise<ResultRef> {
  const { id } = await host.runs.start({ documentId, text });
  for await (const { state, resultId, failure } of await host.runs.watch({ runId: id })) {
    if (state === 'done') return { documentId, resultId: resultId ?? '' };
    if (state === 'failed') throw new Error(failure?.sentence);
  }
  throw new Error('the run ended without a result');
}

/** The forecast alone: the header tells how long a run took. */
async function forecastOf(host: HostClient, ref: ResultRef): Promise<unknown> {
  const { fleetcast: _header, ...forecast } = (await host.results.get(ref)).run;
  return forecast;
}

const HEAD = Buffer.from('FCWU\u0002');
const FOREIGN: readonly (readonly [string, Uint8Array])[] = [
  ['nothing', new Uint8Array()],
  ['cut short', HEAD],
  ['of another version', Buffer.from('FCWU\u0009and so on')],
  ['of another program', pack({ hello: 'world' })],
  ['of ours, holding something else', Buffer.concat([HEAD, pack([1, 2])])],
  ['far larger than it may be', Buffer.concat([HEAD, deflateSync(Buffer.alloc(50_000_000))])],
];

describe('a kept window or usage', () => {
  it.each([
    ['of text', 'not a blob'],
    ['of ours, holding something else', Buffer.concat([HEAD, pack([1, 2])])],
  ])('%s, is simulated again, and says so', async (_name, blob) => {
    const { id, forecast: expected } = kept;
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
    const { id, forecast: expected } = kept;
    const host = open();
    await run(host, id, small({ days: 2 }));
    await closeAll();
    change('UPDATE usages SET value = (SELECT value FROM usages ORDER BY bytes DESC LIMIT 1)');
    change('DELETE FROM windows');
    const again = open();
    expect(await forecastOf(again, await run(again, id, SMALL))).toEqual(expected);
    expect(warnings.join()).toMatch(/a kept result cannot be used/);
  });
});

describe('a row that is none', () => {
  const NO_TEXT = Buffer.from([0xff, 0x00]);

  it('of a document is left as it is, told, and not in the way of the others', async () => {
    const host = open();
    const damaged = await host.documents.create({ text: small({ name: 'Damaged' }) });
    await closeAll();
    change('UPDATE documents SET text = ? WHERE id = ?', NO_TEXT, damaged.id);
    const again = open();
    expect((await again.documents.recent()).map(({ id }) => id)).toEqual([kept.id]);
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
    [{ run: '{"fleetcast": 3}' }, '{"light": ', { state: 'dancing' }],
    [{ run: 'no JSON' }, '{"light": true}', { process_id: NO_TEXT }],
    [{ text: NO_TEXT }, '[', { text: NO_TEXT }],
  ])(
    'of a result (%o), a setting (%s) or a run (%o) is as if it were not there',
    async (result, setting, left) => {
      const { id } = kept;
      for (const [table, row] of [
        ['results', result],
        ['settings', { value: setting }],
        ['runs', left],
      ] as const) {
        for (const [column, value] of Object.entries(row)) change(`UPDATE ${table} SET ${column} = ?`, value);
      }
      const host = open();
      expect(await host.results.latest({ documentId: id })).toBeNull();
      expect(await host.system.settings()).toEqual({ theme: 'system', compared: [] });
      expect(await host.runs.list()).toEqual([]);
      expect(await host.documents.recent()).toHaveLength(1);
    },
  );

  it('stands beside others that are: what is whole comes back', async () => {
    const { id } = kept;
    const host = open();
    expect(await host.results.latest({ documentId: id })).toMatchObject({ documentId: id });
    expect(await host.system.settings()).toEqual({ theme: 'dark', compared: [id] });
    expect(await host.runs.list()).toHaveLength(1);
  });
});

/** What is not rows of paid replicas over so many hours, though it looks like `paid`. */
function badPaid(paid: PaidHours, hours: number): readonly unknown[] {
  const { hour, level, seconds, kind } = paid;
  return [
    undefined,
    { ...paid, seconds: seconds.slice(1) },
    { ...paid, kind: kind.slice(1) },
    { ...paid, hour: [...hour] },
    { ...paid, hour: hour.map(() => 1) },
    { ...paid, hour: hour.map((each, row) => (row === hour.length - 1 ? hours : each)) },
    { ...paid, level: level.map((each) => each - level[level.length - 1]) },
    { ...paid, kind: kind.map(() => PAID_KINDS.length) },
    { ...paid, seconds: seconds.map(() => Number.NaN) },
    { ...paid, rises: seconds.map(() => -1) },
  ];
}

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
  for (const [, blob] of FOREIGN) expect(decodeWindow(blob, window)).toBeUndefined();
  for (const bad of [
    { ...window, stop: 3 },
    { ...window, stop: { ...stop, pool: 1 } },
    { ...window, stop: { ...stop, cause: 'no' } },
    { ...window, firstHour: 24 },
    { ...window, simulatedRequests: Number.NaN },
    ...badPaid(window.pools[0].paid, 24).map((paid) => ({
      ...window,
      pools: [{ ...window.pools[0], paid }],
    })),
  ]) {
    expect(unpack(pack(bad), ofWindow)).toBeUndefined();
  }
  for (const bad of [
    { ...usage, stoppedWindow: 0 },
    { ...usage, replications: [{ ...replication, stop }], stoppedWindow: 1 },
    { ...usage, replications: [] },
    ...badPaid(replication.pools[0].paid, usage.hours).map((paid) => ({
      ...usage,
      replications: [{ ...replication, pools: [{ ...replication.pools[0], paid }] }],
    })),
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

it('takes no window of a pool that may lose replicas which does not say when something was gone', async () => {
  const source = { file: 'small.yaml', text: SMALL, locateTrace: () => ({ refusal: 'none' }) };
  const { spec } = await prepareText(source, { settings: [], signal: new AbortController().signal });
  const none = { type: 'fixed', value: 0 } as const;
  const living = {
    startUp: { provision: none, boot: none, image: none, weights: none, warmUp: none },
    drainSeconds: 0,
    releaseSeconds: 0,
    queueSeconds: 0,
    onLoss: 'retry',
    failures: { repairSeconds: none, at: [] },
  } as const;
  const losing = { ...spec, pools: spec.pools.map((pool) => ({ ...pool, living })) };
  const window = emptyWindow(losing, 0, 24);
  const expected = expectedWindow(window);
  expect(unpack(pack(window), expected)).toEqual(window);
  // As the version before wrote them.
  const pools = window.pools.map(({ goneSeconds: _gone, ...pool }) => pool);
  expect(unpack(pack({ ...window, pools }), expected)).toBeUndefined();
});
