// Another user of the machine tries to read all that is kept. To be that user takes root's rights; without them
// the same modes are only looked at.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import type { HostClient } from '../../host/api/shell.ts';
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { replaceFile } from '../../host/files/replaceFile.ts';
import { stageOutputs } from '../../host/files/stageOutputs.ts';
import { openRequestsFile } from '../../host/run/requestsFile.ts';
import { DATABASE_FILE, openDatabase } from '../../host/store/openDatabase.ts';
import { SMALL } from './api/smallScenario.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
/** Said of a test that has looked at modes alone. */
const WITHOUT_ROOT = 'the modes are right; to try as another user takes root';

/** Prints, of each path, the text that it could read or the names that it could list, else the error’s code. */
const SPY = `
const { readFileSync, readdirSync, statSync } = require('node:fs');
const found = JSON.parse(process.argv[1]).map((path) => {
  try { return statSync(path).isDirectory() ? readdirSync(path).join() : readFileSync(path, 'latin1').slice(0, 20); }
  catch (error) { return error.code; }
});
process.stdout.write(JSON.stringify(found));`;

let place = '';
let umask = 0;
const opened: { close(): Promise<void> }[] = [];
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'fleetcast-others-'));
  // Nothing but the modes under test is to keep anybody out.
  chmodSync(place, 0o755);
  umask = process.umask(0);
});
afterEach(async () => {
  for (const room of opened.splice(0)) await room.close();
  process.umask(umask);
  rmSync(place, { recursive: true, force: true });
});

function open(directory: string): HostClient {
  const room = createBackRoom({ dataDirectory: directory, workers: 1, warn: () => undefined });
  opened.push(room);
  return inProcessClient(room);
}

/** Writes a draft, imports a trace, and runs in full. */
async function use(host: HostClient): Promise<void> {
  const { id: documentId } = await host.documents.create({ text: `${SMALL}# a draft\n` });
  await host.documents.importTrace({
    documentId,
    file: new File(['at,prompt,completion\n1,2,3\n'], 't.csv'),
  });
  const run = await host.runs.start({ documentId, text: SMALL });
  for await (const { state } of await host.runs.watch({ runId: run.id })) if (state === 'done') break;
}

/** Everything below a directory, and itself. */
function allOf(directory: string): string[] {
  return [
    directory,
    ...readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name)),
  ];
}

/** Fails unless another user is kept out of every path, and could have read what is open to all. */
function expectClosed(paths: readonly string[]): void {
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) expect(`${path} ${(statSync(path).mode & 0o077).toString(8)}`).toBe(`${path} 0`);
  if (!isRoot) return;
  writeFileSync(join(place, 'for-all'), 'open');
  chmodSync(join(place, 'for-all'), 0o644);
  const [control, ...found] = spy([join(place, 'for-all'), ...paths]);
  expect(control).toBe('open');
  expect(found).toEqual(paths.map(() => 'EACCES'));
}

function spy(paths: readonly string[]): string[] {
  const told = execFileSync(process.execPath, ['-e', SPY, JSON.stringify(paths)], {
    encoding: 'utf8',
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
  });
  return JSON.parse(told) as string[];
}

describe.skipIf(process.platform === 'win32')('another user of the machine can read nothing', () => {
  it('of a data directory, while it is used and afterwards, whatever the umask', async ({ skip }) => {
    const data = join(place, 'deep', 'data');
    await use(open(data));
    const kept = allOf(data);
    expect(kept.join()).toMatch(/sqlite-wal.*/);
    expect(kept.join()).toMatch(/documents.*t\.csv/);
    expectClosed(kept);
    for (const room of opened.splice(0)) await room.close();
    expectClosed(allOf(data));
    skip(!isRoot, WITHOUT_ROOT);
  });

  it('of one that an earlier version left open, backup and all, once it is opened', async ({ skip }) => {
    const data = join(place, 'data');
    await use(open(data));
    for (const room of opened.splice(0)) await room.close();
    writeFileSync(join(data, `${DATABASE_FILE}.v1.backup`), 'a backup');
    for (const path of allOf(data)) chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
    if (isRoot) expect(spy(allOf(data))).not.toContain('EACCES');
    openDatabase(data).close();
    expectClosed(allOf(data));
    skip(!isRoot, WITHOUT_ROOT);
  });

  it('of what is ours in a folder for everybody, which stays as it is', async ({ skip }) => {
    const shared = join(place, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    writeFileSync(join(shared, 'theirs.txt'), 'theirs');
    await use(open(shared));
    expect(statSync(shared).mode & 0o7777).toBe(0o1777);
    expect(statSync(join(shared, 'theirs.txt')).mode & 0o777).toBe(0o666);
    expectClosed(allOf(shared).filter((path) => path !== shared && !path.endsWith('theirs.txt')));
    skip(!isRoot, WITHOUT_ROOT);
  });

  it('of exports and request rows in the making, nor of a private file that is saved', async ({ skip }) => {
    const rows = openRequestsFile(join(place, 'requests.csv'));
    writeFileSync(join(rows.parts, '0.part'), 'rows');
    const staged = await stageOutputs(join(place, 'out'), { 'a.json': '{}' }, new AbortController().signal);
    // Files are as open as the export will be; the folders that they wait in are not.
    const waiting = readdirSync(place).map((name) => join(place, name));
    expect(waiting).toHaveLength(2);
    expectClosed(waiting);
    if (isRoot) {
      const inside = allOf(place).filter((path) => /\.part$|a\.json$/.test(path));
      expect(new Set(spy(inside))).toEqual(new Set(['EACCES']));
    }
    staged.dispose();
    rows.dispose();
    writeFileSync(join(place, 'private.yaml'), 'old', { mode: 0o600 });
    replaceFile(join(place, 'private.yaml'), 'new');
    expectClosed([join(place, 'private.yaml')]);
    skip(!isRoot, WITHOUT_ROOT);
  });

  it.skipIf(!isRoot)('by putting a database of their own where ours would be', async () => {
    const shared = join(place, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    writeFileSync(join(shared, DATABASE_FILE), '');
    chownSync(join(shared, DATABASE_FILE), NOBODY, NOBODY);
    const host = open(shared);
    expect(await host.system.info()).toMatchObject({
      store: 'memory',
      storeProblem: expect.stringContaining('it belongs to another user'),
    });
    await use(host);
    expect(spy([join(shared, DATABASE_FILE)])).toEqual(['']);
  });
});
