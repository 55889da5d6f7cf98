import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import fc from 'fast-check';
import type { WindowUsage } from '../../engine/usage/usage.ts';
import { batchedWriter } from '../../host/store/batchedWriter.ts';
import { dataDirectory } from '../../host/store/dataDirectory.ts';
import { DATABASE_FILE, openDatabase } from '../../host/store/openDatabase.ts';
import { decodeWindow, encodeWindow } from '../../host/store/windowBlob.ts';
import type { StoredWindow } from '../../host/store/windowStore.ts';
import { openWindowStore } from '../../host/store/windowStore.ts';

let directory = '';
let warnings: string[] = [];
const warn = (sentence: string): void => void warnings.push(sentence);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetcast-store-'));
  warnings = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function stored(key: string, bytes: number): StoredWindow {
  return { key, blob: new Uint8Array(bytes).fill(bytes % 251) };
}

it('gives back what was stored, also to the next opening', () => {
  const store = openWindowStore(directory, warn);
  store.write([stored('a', 10), stored('b', 20)]);
  store.write([stored('b', 30)]);
  store.close();
  const again = openWindowStore(directory, warn);
  const found = again.read(['a', 'b', 'c']);
  again.close();
  expect([...found.keys()].sort()).toEqual(['a', 'b']);
  expect(Array.from(found.get('b') ?? [])).toEqual(Array.from(stored('b', 30).blob));
  expect(warnings).toEqual([]);
});

it('drops the least recently used first when pruned', async () => {
  const store = openWindowStore(directory, warn);
  for (const key of ['old', 'used', 'new']) {
    store.write([stored(key, 1000)]);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  store.read(['used']);
  store.prune(2500);
  expect([...store.read(['old', 'used', 'new']).keys()].sort()).toEqual(['new', 'used']);
  store.prune(1000);
  expect(store.read(['old', 'used', 'new']).size).toBe(1);
  store.close();
  expect(warnings).toEqual([]);
});

it.each([
  ['a file that is no database', (path: string) => writeFileSync(path, 'not a database'.repeat(100))],
  [
    'a newer version',
    (path: string) => {
      const database = openDatabase(join(path, '..'));
      database.pragma('user_version = 999');
      database.close();
    },
  ],
])('goes on without a store on %s, with one sentence', (_name, prepare) => {
  prepare(join(directory, DATABASE_FILE));
  const store = openWindowStore(directory, warn);
  store.write([stored('a', 10)]);
  expect(store.read(['a']).size).toBe(0);
  store.prune(0);
  store.close();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(join(directory, DATABASE_FILE));
});

it('goes on without a store where no directory can be made', () => {
  writeFileSync(join(directory, 'file'), '');
  openWindowStore(join(directory, 'file', 'data'), warn).close();
  expect(warnings).toHaveLength(1);
});

it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('goes on where it may not write', () => {
  chmodSync(directory, 0o500);
  openWindowStore(directory, warn).close();
  expect(warnings).toHaveLength(1);
  chmodSync(directory, 0o700);
});

it('warns once when it breaks in mid-run, and lets the run go on', () => {
  const store = openWindowStore(directory, warn);
  store.write([stored('a', 10)]);
  const other = openDatabase(directory);
  other.exec('DROP TABLE windows');
  other.close();
  store.write([stored('b', 10)]);
  store.write([stored('c', 10)]);
  expect(store.read(['a']).size).toBe(0);
  store.close();
  expect(warnings).toHaveLength(1);
});

it('is safe for processes that open and write it at once', async () => {
  const script = `
    const { openWindowStore } = await import(process.argv[1]);
    const store = openWindowStore(process.argv[2], (w) => { console.error(w); process.exit(1); });
    for (let i = 0; i < 50; i += 1) store.write([{ key: process.argv[3] + '-' + i, blob: new Uint8Array(500) }]);
    store.close();`;
  const module = new URL('../../host/store/windowStore.ts', import.meta.url).href;
  const run = promisify(execFile);
  await Promise.all(
    ['x', 'y', 'z'].map((name) =>
      run(process.execPath, ['--input-type=module', '-e', script, module, directory, name]),
    ),
  );
  const store = openWindowStore(directory, warn);
  const keys = ['x', 'y', 'z'].flatMap((name) => Array.from({ length: 50 }, (_value, i) => `${name}-${i}`));
  expect(store.read(keys).size).toBe(150);
  store.close();
  expect(warnings).toEqual([]);
});

it('stores a window at once after a pause, those that follow in batches, and all when flushed', async () => {
  const writes: number[] = [];
  const store = {
    read: () => new Map<string, Uint8Array>(),
    write: (windows: readonly StoredWindow[]) => void writes.push(windows.length),
    prune: () => undefined,
    close: () => undefined,
  };
  const writer = batchedWriter(store, 40);
  writer.add(stored('a', 1));
  expect(writes).toEqual([1]);
  writer.add(stored('b', 1));
  writer.add(stored('c', 1));
  expect(writes).toEqual([1]);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(writes).toEqual([1, 2]);
  writer.add(stored('d', 1));
  writer.add(stored('e', 1));
  writer.flush();
  writer.flush();
  expect(writes).toEqual([1, 2, 1, 1]);
});

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

it('encodes a window bit for bit', () => {
  fc.assert(
    fc.property(fc.array(finite, { maxLength: 50 }), fc.nat(9000), (values, hours) => {
      const window = windowOf(values, hours);
      expect(decodeWindow(encodeWindow(window), window)).toEqual(window);
    }),
    { numRuns: 50 },
  );
});

it('never takes a damaged blob for another window', () => {
  const window = windowOf([1, 2, 3], 24);
  const blob = encodeWindow(window);
  let undetected = 0;
  fc.assert(
    fc.property(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = blob.slice();
      damaged[at] ^= flip;
      const decoded = decodeWindow(damaged, window);
      // A flip in zlib's own header may leave what it says of the data unchanged.
      if (decoded !== undefined) {
        undetected += 1;
        expect(decoded).toEqual(window);
      }
    }),
    { numRuns: 200 },
  );
  expect(undetected).toBeLessThan(20);
  expect(decodeWindow(blob.slice(0, 20), window)).toBeUndefined();
  expect(decodeWindow(new Uint8Array(0), window)).toBeUndefined();
});

it('finds the data directory: option, environment, platform', () => {
  const before = process.env.FLEETCAST_DATA;
  process.env.FLEETCAST_DATA = join(directory, 'env');
  expect(dataDirectory(join(directory, 'option'))).toBe(join(directory, 'option'));
  expect(dataDirectory(undefined)).toBe(join(directory, 'env'));
  delete process.env.FLEETCAST_DATA;
  expect(dataDirectory(undefined)).toMatch(/fleetcast/i);
  if (before !== undefined) process.env.FLEETCAST_DATA = before;
  expect(readdirSync(directory)).toEqual([]);
});

function windowOf(values: readonly number[], hours: number): WindowUsage {
  const column = Float64Array.from(values);
  return {
    firstHour: 0,
    hours,
    accounts: [
      {
        arrived: column,
        completed: column,
        rejected: column,
        withinSlo: column,
        promptTokens: column,
        cachedTokens: column,
        outputTokens: column,
        waitingSeconds: column,
      },
    ],
    legs: [],
    workloads: [],
    pools: [],
    simulatedRequests: values.length,
  };
}
