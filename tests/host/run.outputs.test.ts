import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { directoryTrouble, fileTrouble, writeOutputDirectory } from '../../host/files/outputPaths.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetcast-out-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('makes the directory and leaves nothing else', async () => {
  const out = join(directory, 'deep', 'out');
  expect(directoryTrouble(out)).toBeUndefined();
  expect(readdirSync(directory)).toEqual([]);
  await writeOutputDirectory(out, { 'a.json': '{}', 'b.csv': ['x\n', 'y\n'] });
  expect(readdirSync(join(directory, 'deep'))).toEqual(['out']);
  expect(readdirSync(out).sort()).toEqual(['a.json', 'b.csv']);
  expect(readFileSync(join(out, 'b.csv'), 'utf8')).toBe('x\ny\n');
});

it('replaces its own files in a directory and keeps the others', async () => {
  writeFileSync(join(directory, 'a.json'), 'old');
  writeFileSync(join(directory, 'mine.txt'), 'mine');
  expect(directoryTrouble(directory)).toBeUndefined();
  await writeOutputDirectory(directory, { 'a.json': 'new' });
  expect(readFileSync(join(directory, 'a.json'), 'utf8')).toBe('new');
  expect(readdirSync(directory).sort()).toEqual(['a.json', 'mine.txt']);
});

it('leaves what was there when a part of the writing fails', async () => {
  writeFileSync(join(directory, 'a.json'), 'old');
  const broken = (function* (): Generator<string> {
    yield 'half';
    throw new Error('broken');
  })();
  await expect(writeOutputDirectory(directory, { 'a.json': 'new', 'b.csv': broken })).rejects.toThrow(
    'broken',
  );
  expect(readdirSync(directory)).toEqual(['a.json']);
  expect(readFileSync(join(directory, 'a.json'), 'utf8')).toBe('old');
});

it('knows where nothing can be written', () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  mkdirSync(join(directory, 'taken'));
  expect(directoryTrouble(file)).toContain('not a directory');
  expect(directoryTrouble(join(file, 'below'))).toContain('not a directory');
  expect(fileTrouble(join(directory, 'nowhere', 'r.csv'), [])).toContain('no directory');
  expect(fileTrouble(join(file, 'r.csv'), [])).toContain('not a directory');
  expect(fileTrouble(join(directory, 'taken'), [])).toBe('it is a directory');
  expect(fileTrouble(file, [join(directory, 'taken', '..', 'file')])).toContain('input');
  expect(fileTrouble(file, [])).toBeUndefined();
  expect(fileTrouble(join(directory, 'new.csv'), [])).toBeUndefined();
});
