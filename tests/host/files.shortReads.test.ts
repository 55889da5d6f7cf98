import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readInput } from '../../host/files/inputFile.ts';

/** As a network's file system reads: some at a time, however much is asked for. */
const AT_A_TIME = 10_000;

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof fs>();
  return {
    ...original,
    readSync: (file: number, buffer: Buffer, { offset }: { readonly offset: number }) =>
      original.readSync(file, buffer, {
        offset,
        length: Math.min(AT_A_TIME, buffer.byteLength - offset),
      }),
  };
});

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'fleetcast-reading-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true, force: true });
});

it('reads what comes in small pieces without asking for all of its memory again and again', () => {
  const bytes = Buffer.alloc(2_000_000, 'all kinds of bytes, ');
  const path = join(folder, 'a');
  fs.writeFileSync(path, bytes);
  const allocate = vi.spyOn(Buffer, 'allocUnsafe');
  const read = readInput(path, 3_000_000);
  expect(read.equals(bytes)).toBe(true);
  const asked = allocate.mock.calls.reduce((sum, [size]) => sum + size, 0);
  expect(asked).toBeLessThan(2 * bytes.byteLength);
});

const MAPS = '/proc/self/maps';

it.skipIf(!fs.existsSync(MAPS))(
  'reads to the end what says that it has nothing, and no more than it may',
  () => {
    expect(fs.statSync(MAPS).size).toBe(0);
    expect(readInput(MAPS, 10_000_000).toString('utf8')).toMatch(/\n$/);
    expect(() => readInput(MAPS, 100)).toThrow('it is larger than');
  },
);
