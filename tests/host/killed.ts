// Kills processes at instants that nobody chose, and looks at what is left.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import seedrandom from 'seedrandom';
import { expect } from 'vitest';
import { putAll } from '../../host/files/placing.ts';
import { stageOutputs } from '../../host/files/stageOutputs.ts';
import { DATABASE_FILE } from '../../host/store/openDatabase.ts';
import { SMALL } from './api/smallScenario.ts';

/** A scenario that says at its beginning and at its end which one it is, and is long enough to be cut. */
export function numbered(edit: number): string {
  return `# ${edit}\n${SMALL}# ${'x'.repeat(100_000 + (edit % 7) * 50_000)}\n# ${edit}\n`;
}

const EXPORTED = ['forecast.json', 'usage.csv', 'ledger.csv', 'focus.csv', 'report.html', 'report.xlsx'];

/** Files of an export; every line says of which. */
export function exported(version: number): Record<string, Iterable<string>> {
  const lines = function* (): Generator<string> {
    for (let line = 0; line < 2000; line++) yield `${version}\n`;
  };
  return Object.fromEntries(EXPORTED.map((name) => [name, lines()]));
}

/** What came of some kills. */
export interface Killed {
  readonly kills: number;
  /** Where something was in the making that the kill cut short. */
  readonly cutShort: number;
}

/**
 * Starts a process, waits until what it said says that it has begun, kills it (SIGKILL) some milliseconds later, and gives all that
 * it said. Throws where it ended by itself.
 */
async function killed(
  script: string,
  args: readonly string[],
  hasBegun: (said: string) => boolean,
  afterMs: number,
): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (hasBegun(said)) timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  const signal = await new Promise((resolve) => child.once('close', (_code, by) => resolve(by)));
  clearTimeout(timer);
  if (signal !== 'SIGKILL') throw new Error(`${script} ended before it could be killed: ${said.slice(-200)}`);
  return said;
}

/** The largest number that was said behind a word. */
function lastSaid(said: string, word: string): number {
  return Math.max(
    -1,
    ...[...said.matchAll(new RegExp(`^${word} (\\d+)$`, 'gm'))].map(([, number]) => Number(number)),
  );
}

/** While a document is edited and saved: its file is whole and as open as before, and no edit that was kept is lost. */
export async function killWhileSaving(place: string, kills: number, seed: string): Promise<Killed> {
  const random = seedrandom(`saving ${seed}`);
  const [data, folder] = [join(place, 'saving-data'), join(place, 'saving')];
  mkdirSync(folder);
  const file = join(folder, 'mine.yaml');
  writeFileSync(file, numbered(0));
  chmodSync(file, 0o640);
  let next = 1;
  let cutShort = 0;
  for (let kill = 0; kill < kills; kill++) {
    const said = await killed(
      'doomedSaver.ts',
      [data, file, String(next)],
      (told) => told.includes('saved'),
      random() * 300,
    );
    const text = readFileSync(file, 'utf8');
    const edit = Number(/^# (\d+)\n/.exec(text)?.[1]);
    expect(text).toBe(numbered(edit));
    expect(edit).toBeGreaterThanOrEqual(lastSaid(said, 'saved'));
    expect(statSync(file).mode & 0o777).toBe(0o640);
    const draft = draftOf(data);
    const drafted = Number(/^# (\d+)\n/.exec(draft)?.[1]);
    expect(draft).toBe(numbered(drafted));
    expect(drafted).toBeGreaterThanOrEqual(lastSaid(said, 'written'));
    if (drafted > lastSaid(said, 'saved')) cutShort++;
    next = drafted + 1;
  }
  return { kills, cutShort };
}

function draftOf(data: string): string {
  const database = new DatabaseSync(join(data, DATABASE_FILE));
  const { text } = database.prepare('SELECT text FROM documents').get() as { text: string };
  database.close();
  return text;
}

/** While an export is written: every file is whole, and all are of one export once the next process has come by. */
export async function killWhileExporting(place: string, kills: number, seed: string): Promise<Killed> {
  const random = seedrandom(`exporting ${seed}`);
  const out = join(place, 'exported');
  const versionsOf = (): Set<string> =>
    new Set(EXPORTED.flatMap((name) => readFileSync(join(out, name), 'utf8').trimEnd().split('\n')));
  let next = 0;
  let cutShort = 0;
  for (let kill = 0; kill < kills; kill++) {
    const said = await killed(
      'doomedExporter.ts',
      [out, String(next)],
      (told) => told.includes('put'),
      random() * 150,
    );
    for (const name of EXPORTED) {
      const lines = readFileSync(join(out, name), 'utf8').split('\n');
      expect(lines).toHaveLength(2001);
      expect(new Set(lines.slice(0, -1)).size).toBe(1);
    }
    const left = readdirSync(out).filter((name) => name.startsWith('.'));
    if (left.length > 0) cutShort++;
    // Of two exports only where what is missing waits to be put.
    if (versionsOf().size > 1) expect(left.join()).toMatch(/\.whole$/);
    const staged = await stageOutputs(out, { 'note.txt': 'the next' }, new AbortController().signal);
    putAll([staged]);
    staged.dispose();
    expect(readdirSync(out).sort()).toEqual([...EXPORTED, 'note.txt'].sort());
    const [version, ...others] = versionsOf();
    expect(others).toEqual([]);
    expect(Number(version)).toBeGreaterThanOrEqual(lastSaid(said, 'put'));
    next = Number(version) + 1;
  }
  return { kills, cutShort };
}

/** While windows of one run finish: none that was kept is lost, and its document stays. Gives the data directory, too. */
export async function killWhileRunning(
  place: string,
  kills: number,
  seed: string,
  text: string,
): Promise<Killed & { readonly data: string }> {
  const random = seedrandom(`running ${seed}`);
  const data = join(place, 'running-data');
  let kept: ReadonlyMap<string, number> = new Map();
  let cutShort = 0;
  for (let kill = 0; kill < kills; kill++) {
    await killed(
      'doomedRunner.ts',
      [data, text],
      (told) => lastSaid(told, 'done') > kept.size,
      random() * 400,
    );
    const database = new DatabaseSync(join(data, DATABASE_FILE));
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(database.prepare('SELECT text FROM documents').all()).toEqual([{ text }]);
    const rows = database.prepare('SELECT key, created_at AS at FROM windows').all() as {
      key: string;
      at: number;
    }[];
    const [{ state }] = database.prepare('SELECT state FROM runs').all() as { state: string }[];
    database.close();
    const now = new Map(rows.map(({ key, at }) => [key, at]));
    for (const [key, at] of kept) expect(now.get(key)).toBe(at);
    expect(state).toBe('running');
    // Some finished, and were kept, since the last kill.
    expect(now.size).toBeGreaterThan(kept.size);
    if (now.size > kept.size + 1) cutShort++;
    kept = now;
  }
  return { kills, cutShort, data };
}
