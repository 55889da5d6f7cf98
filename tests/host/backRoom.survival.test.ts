import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import type { HostClient } from '../../host/api/shell.ts';
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { DATABASE_FILE } from '../../host/store/openDatabase.ts';
import { temporaryDirectory } from './api/doors.ts';
import { SMALL, small } from './api/smallScenario.ts';

async function lastOf<T>(stream: AsyncIterable<T>): Promise<T | undefined> {
  let last: T | undefined;
  for await (const item of stream) last = item;
  return last;
}

describe('the back room', () => {
  let place: ReturnType<typeof temporaryDirectory>;
  const opened: { close(): Promise<void> }[] = [];
  const warnings: string[] = [];
  beforeEach(() => {
    place = temporaryDirectory();
    warnings.length = 0;
  });
  afterEach(async () => {
    for (const room of opened.splice(0)) await room.close();
    place.remove();
  });

  function open(directory = place.directory): HostClient {
    const room = createBackRoom({
      dataDirectory: directory,
      workers: 1,
      warn: (line) => warnings.push(line),
      redeemTicket: async (ticket) => join(directory, `${ticket}.yaml`),
    });
    opened.push(room);
    return inProcessClient(room);
  }

  it('loses no draft and no finished window to kill -9; the run resumes and ends byte for byte as one that was never cut', async () => {
    const text = small({ days: 12, rate: 6 });
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'doomedHost.ts'), place.directory, SMALL, text],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    // Killed once some windows are done (and stored: half a second covers the writer's delay).
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (lines) => {
        if (/done [3-9]$/m.test(String(lines))) setTimeout(resolve, 500);
      });
      child.once('exit', () => reject(new Error('it ended before it could be killed')));
    });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;

    const host = open();
    const [document] = await host.documents.recent();
    expect((await host.documents.get({ documentId: document.id })).text).toBe(text);
    const [run] = await host.runs.list();
    expect(run).toMatchObject({ state: 'interrupted', documentId: document.id, name: 'Small' });
    const kept = new DatabaseSync(join(place.directory, DATABASE_FILE));
    const { windows } = kept.prepare('SELECT count(*) AS windows FROM windows').get() as { windows: number };
    kept.close();
    expect(windows).toBeGreaterThanOrEqual(3);
    await host.runs.resume({ runId: run.id });
    const last = await lastOf(await host.runs.watch({ runId: run.id }));
    expect(last).toMatchObject({ state: 'done', windowsTotal: 12 });
    const resumed = await host.exports.result({
      documentId: document.id,
      resultId: last?.resultId ?? '',
      format: 'json',
    });

    const other = temporaryDirectory();
    const untouched = open(other.directory);
    const { id: documentId } = await untouched.documents.create({ text });
    const whole = await untouched.runs.start({ documentId, text });
    const end = await lastOf(await untouched.runs.watch({ runId: whole.id }));
    const never = await untouched.exports.result({
      documentId,
      resultId: end?.resultId ?? '',
      format: 'json',
    });
    const bytes = async (file: File): Promise<string> => (await file.text()).replace(/"wallSeconds": .*/, '');
    expect(await bytes(resumed)).toBe(await bytes(never));
    other.remove();
  });

  it('answers a file as it was left without simulating it again, and keeps nothing of what was only typed', async () => {
    const [short, long] = [randomUUID(), randomUUID()];
    writeFileSync(join(place.directory, `${short}.yaml`), small({ rate: 0.5 }));
    writeFileSync(join(place.directory, `${long}.yaml`), small({ days: 20, rate: 0.3 }));
    const typed = small({ rate: 0.4 });
    const drafted = async (host: HostClient, ticket: string, as?: string) => {
      const { id: documentId, text } = await host.documents.openTicket({ ticket });
      return host.runs.draft({ documentId, text: as ?? text });
    };
    const host = open();
    const first = await drafted(host, short);
    const first40 = await drafted(host, long);
    await drafted(host, short, typed);
    expect([first.repriced, first40.repriced, first40.approximate]).toEqual([false, false, true]);
    await opened.pop()?.close();

    const again = open();
    const second = await drafted(again, short);
    const second40 = await drafted(again, long);
    expect([second.repriced, second40.repriced]).toEqual([true, true]);
    expect([second.cards, second40.cards]).toEqual([first.cards, first40.cards]);
    expect((await drafted(again, short, typed)).repriced).toBe(false);
  });

  it('works from memory beside a damaged database, says so, and leaves it as it is', async () => {
    const file = join(place.directory, DATABASE_FILE);
    writeFileSync(file, 'this is no database, but it was somebody’s file'.repeat(50));
    const before = readFileSync(file);
    const host = open();
    const info = await host.system.info();
    expect(info).toMatchObject({ store: 'memory', storeProblem: expect.stringMatching(/--data-dir/) });
    expect(warnings.join()).toMatch(/cannot be used/);
    const { id: documentId } = await host.documents.create({ text: SMALL });
    expect((await host.runs.draft({ documentId, text: SMALL })).run.name).toBe('Small');
    expect(readFileSync(file)).toEqual(before);
  });

  it('leaves a database of a newer version alone', async () => {
    const file = join(place.directory, DATABASE_FILE);
    const newer = new DatabaseSync(file);
    newer.exec('CREATE TABLE later (x); PRAGMA user_version = 99');
    newer.close();
    const before = readFileSync(file);
    const host = open();
    expect(await host.system.info()).toMatchObject({
      store: 'memory',
      storeProblem: expect.stringMatching(/newer version of Fleetcast/),
    });
    expect(readFileSync(file)).toEqual(before);
  });

  it('takes an older database over, with a copy of it beside', async () => {
    const file = join(place.directory, DATABASE_FILE);
    const older = new DatabaseSync(file);
    older.exec(`CREATE TABLE windows (key TEXT PRIMARY KEY, value BLOB NOT NULL, bytes INTEGER NOT NULL,
      created_at INTEGER NOT NULL, used_at INTEGER NOT NULL);
      CREATE INDEX windows_by_use ON windows (used_at);
      INSERT INTO windows VALUES ('kept', x'00', 1, 0, 0);
      PRAGMA user_version = 1`);
    older.close();
    const host = open();
    expect(await host.system.info()).toMatchObject({ store: 'disk' });
    await host.documents.create({ text: SMALL });
    const backup = new DatabaseSync(`${file}.v1.backup`, { readOnly: true });
    expect(backup.prepare('SELECT key FROM windows').all()).toEqual([{ key: 'kept' }]);
    expect(backup.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    backup.close();
  });

  it('serves two hosts on one database: documents of one are there for the other, and none is lost', async () => {
    const [a, b] = [open(), open()];
    const mine = await a.documents.create({ text: SMALL });
    expect(await b.documents.get({ documentId: mine.id })).toMatchObject({ text: SMALL });
    await b.documents.write({ documentId: mine.id, text: small({ name: 'B' }), revision: 1 });
    await expect(a.documents.write({ documentId: mine.id, text: SMALL, revision: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 === 0 ? a : b).documents.create({ text: small({ name: `N${i}` }) }),
      ),
    );
    expect(await a.documents.recent()).toHaveLength(41);
  });

  it('keeps results within their limit and never drops a document for it', async () => {
    const host = open();
    const { id: documentId } = await host.documents.create({ text: SMALL });
    const run = await host.runs.start({ documentId, text: SMALL });
    await lastOf(await host.runs.watch({ runId: run.id }));
    const { createResultStore } = await import('../../host/store/resultStore.ts');
    const { openDatabase } = await import('../../host/store/openDatabase.ts');
    const database = openDatabase(place.directory);
    const results = createResultStore(database);
    expect(results.latestResult(documentId)).toBeDefined();
    results.prune(0);
    expect(results.latestResult(documentId)).toBeUndefined();
    database.close();
    expect(await host.documents.recent()).toHaveLength(1);
    expect(existsSync(join(place.directory, DATABASE_FILE))).toBe(true);
  });

  it.skipIf(!canMount())(
    'says so when the disk is full, keeps what was kept, and takes the next draft once there is room',
    async () => {
      const disk = join(place.directory, 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
      const stuffing = join(disk, 'stuffing');
      try {
        const host = open(disk);
        const { id: documentId } = await host.documents.create({ text: SMALL });
        expect(() => writeFileSync(stuffing, Buffer.alloc(2_000_000))).toThrow(/ENOSPC/);
        const long = `${SMALL}# ${'x'.repeat(400_000)}\n`;
        await expect(host.documents.write({ documentId, text: long, revision: 1 })).rejects.toMatchObject({
          code: 'STORE',
          data: {
            sentence: expect.stringMatching(/no space left/),
            action: expect.stringMatching(/Free some space/),
          },
        });
        expect(await host.documents.get({ documentId })).toMatchObject({ text: SMALL, revision: 1 });
        // A run does without the store.
        const run = await host.runs.start({ documentId, text: SMALL });
        expect(await lastOf(await host.runs.watch({ runId: run.id }))).toMatchObject({ state: 'done' });
        expect(warnings.join()).toMatch(/no space left on its disk/);
        rmSync(stuffing);
        expect(await host.documents.write({ documentId, text: long, revision: 1 })).toMatchObject({
          revision: 2,
        });
        for (const room of opened.splice(0)) await room.close();
      } finally {
        execFileSync('umount', [disk]);
      }
    },
  );

  it('works from memory in a folder that may only be read, without root’s rights', async () => {
    const folder = join(place.directory, 'locked');
    mkdirSync(folder);
    writeFileSync(join(folder, 'theirs.txt'), 'theirs');
    chmodSync(folder, 0o555);
    chmodSync(place.directory, 0o755);
    const script = join(import.meta.dirname, 'storeOf.ts');
    // Root may write anywhere: then another user's shoes are put on.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const told = execFileSync(process.execPath, [script, folder], { encoding: 'utf8', ...nobody });
    expect(JSON.parse(told)).toMatchObject({
      store: 'memory',
      storeProblem: expect.stringMatching(/--data-dir on another folder/),
      draft: expect.stringMatching(/a month/),
    });
    expect(readdirSync(folder)).toEqual(['theirs.txt']);
    chmodSync(folder, 0o755);
  });
});

/** A small disk of its own can only be mounted by root, and not in every sandbox. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const { directory, remove } = temporaryDirectory();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'ignore' });
    execFileSync('umount', [directory], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    remove();
  }
}
