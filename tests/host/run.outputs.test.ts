import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directoryTrouble, fileTrouble } from '../../host/files/outputPaths.ts';
import { type Placing, putAll } from '../../host/files/placing.ts';
import { type OutputFiles, stageOutputs } from '../../host/files/stageOutputs.ts';
import { processPlace } from '../../host/files/temporaryName.ts';

const never = new AbortController().signal;

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetcast-out-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function write(target: string, files: OutputFiles, elsewhere: readonly Placing[] = []): Promise<void> {
  const staged = await stageOutputs(target, files, never);
  try {
    putAll([staged, ...elsewhere]);
  } finally {
    staged.dispose();
  }
}

const text = (...path: string[]): string => readFileSync(join(directory, ...path), 'utf8');

describe('files of an export', () => {
  it('make the directory and leave nothing else', async () => {
    const out = join(directory, 'deep', 'out');
    expect(directoryTrouble(out, ['a.json'], [])).toBeUndefined();
    expect(readdirSync(directory)).toEqual([]);
    await write(out, { 'a.json': '{}', 'b.csv': ['x\n', 'y\n'] });
    expect(readdirSync(join(directory, 'deep'))).toEqual(['out']);
    expect(readdirSync(out).sort()).toEqual(['a.json', 'b.csv']);
    expect(text('deep', 'out', 'b.csv')).toBe('x\ny\n');
  });

  it('are not there at all before all of them are', async () => {
    const out = join(directory, 'out');
    const seen: boolean[] = [];
    const looking = (function* (): Generator<string> {
      yield 'half';
      seen.push(existsSync(out));
    })();
    const staged = await stageOutputs(out, { 'a.json': '{}', 'b.csv': looking }, never);
    seen.push(existsSync(out));
    staged.put();
    staged.dispose();
    expect(seen).toEqual([false, false]);
    expect(readdirSync(out).sort()).toEqual(['a.json', 'b.csv']);
  });

  it('replace their like in a directory, with its mode, and keep the others', async () => {
    writeFileSync(join(directory, 'a.json'), 'old');
    chmodSync(join(directory, 'a.json'), 0o640);
    writeFileSync(join(directory, 'mine.txt'), 'mine');
    await write(directory, { 'a.json': 'new' });
    expect(text('a.json')).toBe('new');
    expect(statSync(join(directory, 'a.json')).mode & 0o777).toBe(0o640);
    expect(readdirSync(directory).sort()).toEqual(['a.json', 'mine.txt']);
  });

  it('go where a link leads', async () => {
    mkdirSync(join(directory, 'kept'));
    mkdirSync(join(directory, 'out'));
    symlinkSync('../kept/a.json', join(directory, 'out', 'a.json'));
    await write(join(directory, 'out'), { 'a.json': 'new' });
    expect(text('kept', 'a.json')).toBe('new');
  });

  it('leave what was there when a part of the writing fails, or it is interrupted', async () => {
    writeFileSync(join(directory, 'a.json'), 'old');
    const broken = (function* (): Generator<string> {
      yield 'half';
      throw new Error('broken');
    })();
    await expect(write(directory, { 'a.json': 'new', 'b.csv': broken })).rejects.toThrow('broken');
    const stop = new AbortController();
    const endless = (function* (): Generator<string> {
      for (let line = 0; ; line++) {
        if (line === 10) stop.abort(new Error('stopped'));
        yield 'line\n';
      }
    })();
    await expect(stageOutputs(directory, { 'a.json': 'new', 'b.csv': endless }, stop.signal)).rejects.toThrow(
      'stopped',
    );
    expect(readdirSync(directory)).toEqual(['a.json']);
    expect(text('a.json')).toBe('old');
  });

  it('are taken back where one of them, or one elsewhere, cannot be put', async () => {
    writeFileSync(join(directory, 'a.json'), 'old');
    const refusing: Placing = {
      put: () => {
        throw new Error('no place');
      },
      takeBack: () => undefined,
    };
    await expect(write(directory, { 'a.json': 'new', 'b.csv': 'new' }, [refusing])).rejects.toThrow(
      'no place',
    );
    expect(readdirSync(directory)).toEqual(['a.json']);
    expect(text('a.json')).toBe('old');
    const fresh = join(directory, 'fresh');
    await expect(write(fresh, { 'a.json': 'new' }, [refusing])).rejects.toThrow('no place');
    expect(existsSync(fresh)).toBe(false);

    // Made after the check, in the way of the last one.
    const staged = await stageOutputs(directory, { 'a.json': 'new', 'z.csv': 'new' }, never);
    mkdirSync(join(directory, 'z.csv', 'in the way'), { recursive: true });
    expect(() => staged.put()).toThrow();
    staged.dispose();
    expect(readdirSync(directory).sort()).toEqual(['a.json', 'z.csv']);
    expect(text('a.json')).toBe('old');
  });
});

describe('what a killed process left', () => {
  /** A process that is gone, by its number. */
  const gone = (): number => spawnSync(process.execPath, ['--version']).pid;
  /** What a process of this machine makes, by its number. */
  const made = (pid: number, rest: string): string => `.fleetcast-${processPlace()}-${pid}-${rest}`;
  /** As it was the last time that anything of it was touched: hours ago. */
  const age = (path: string, hours: number): void => {
    const then = new Date(Date.now() - hours * 3_600_000);
    for (const each of [...readdirSync(path).map((name) => join(path, name)), path])
      utimesSync(each, then, then);
  };

  it('is finished where it had begun to put its files, by whoever writes there next', async () => {
    const left = join(directory, made(gone(), '0a.whole'));
    mkdirSync(join(left, '.kept'), { recursive: true });
    // The first of two was put already.
    writeFileSync(join(directory, 'a.json'), 'new');
    writeFileSync(join(directory, 'b.csv'), 'old');
    writeFileSync(join(left, 'b.csv'), 'new');
    linkSync(join(directory, 'b.csv'), join(left, '.kept', 'b.csv'));
    await write(directory, { 'c.txt': 'other' });
    expect(readdirSync(directory).sort()).toEqual(['a.json', 'b.csv', 'c.txt']);
    expect(text('b.csv')).toBe('new');
  });

  it('is removed where it had not, and what a living one makes is left alone', async () => {
    const pid = gone();
    mkdirSync(join(directory, made(pid, '0a.part')));
    writeFileSync(join(directory, made(pid, '0a.part'), 'b.csv'), 'half');
    writeFileSync(join(directory, made(pid, '0b.part')), 'half of one file');
    // As in a container, where every process has the same number.
    mkdirSync(join(directory, made(process.pid, '0d.part')));
    const living = made(process.ppid, '0c.part');
    mkdirSync(join(directory, living));
    const own = await stageOutputs(directory, { 'd.txt': 'ours' }, never);
    await write(directory, { 'c.txt': 'other' });
    putAll([own]);
    own.dispose();
    expect(readdirSync(directory).sort()).toEqual([living, 'c.txt', 'd.txt']);
  });

  it('puts nothing through a link, and nothing but files: such a folder may come with an archive', async () => {
    const hook = join(directory, 'hooks', 'post-commit');
    mkdirSync(join(directory, 'hooks'));
    writeFileSync(hook, 'mine');
    const left = join(directory, made(gone(), '0a.whole'));
    mkdirSync(join(left, 'folder'), { recursive: true });
    symlinkSync('hooks/post-commit', join(directory, 'x'));
    symlinkSync('hooks/to-come', join(directory, 'y'));
    for (const name of ['x', 'y', 'z']) writeFileSync(join(left, name), 'planted');
    symlinkSync('z', join(left, 'link'));
    await write(directory, { 'c.txt': 'other' });
    expect(text('hooks', 'post-commit')).toBe('mine');
    expect(readdirSync(join(directory, 'hooks'))).toEqual(['post-commit']);
    // What cannot be put is not lost either.
    expect(readdirSync(left).sort()).toEqual(['folder', 'link', 'x', 'y']);
    expect(readdirSync(directory)).toEqual(expect.arrayContaining(['c.txt', 'x', 'y', 'z']));
    expect(existsSync(join(directory, 'folder'))).toBe(false);
  });

  it('is left alone where it is of another machine or container, until nothing has touched it for a day', async () => {
    const other = processPlace().replace(/./g, (digit) => (digit === '0' ? '1' : '0'));
    const [part, whole] = ['part', 'whole'].map((state) => `.fleetcast-${other}-${gone()}-0a.${state}`);
    for (const name of [part, whole]) {
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, 'b.csv'), name);
      age(join(directory, name), 25);
    }
    // It grows still.
    const now = new Date();
    for (const name of [part, whole]) utimesSync(join(directory, name, 'b.csv'), now, now);
    await write(directory, { 'c.txt': 'other' });
    expect(readdirSync(directory).sort()).toEqual([part, whole, 'c.txt'].sort());
    for (const name of [part, whole]) age(join(directory, name), 25);
    await write(directory, { 'c.txt': 'other' });
    expect(readdirSync(directory).sort()).toEqual(['b.csv', 'c.txt']);
    expect(text('b.csv')).toBe(whole);
  });

  it.skipIf(process.getuid?.() !== 0)('is not touched where another user made it', async () => {
    const left = join(directory, made(gone(), '0a.whole'));
    mkdirSync(left);
    writeFileSync(join(left, 'b.csv'), 'planted');
    execFileSync('chown', ['-R', '65534', left]);
    await write(directory, { 'c.txt': 'other' });
    expect(existsSync(join(directory, 'b.csv'))).toBe(false);
  });

  it.skipIf(process.getuid?.() !== 0)('is not looked into by whoever may not', () => {
    const left = join(directory, `.fleetcast-${'0'.repeat(12)}-1-0a.whole`);
    mkdirSync(left, { mode: 0o700 });
    chmodSync(directory, 0o777);
    const file = pathToFileURL(join(import.meta.dirname, '../../host/files/stageOutputs.ts'));
    const script = `import { stageOutputs } from ${JSON.stringify(file)};
      const staged = await stageOutputs(${JSON.stringify(directory)}, { 'c.txt': 'other' }, new AbortController().signal);
      staged.put();
      staged.dispose();`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      uid: 65_534,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(readdirSync(directory).sort()).toEqual([basename(left), 'c.txt']);
  });
});

it('knows where nothing can be written', () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  mkdirSync(join(directory, 'taken'));
  expect(directoryTrouble(file, [], [])).toContain('not a directory');
  expect(directoryTrouble(join(file, 'below'), [], [])).toContain('not a directory');
  expect(directoryTrouble(directory, ['taken'], [])).toContain('taken in it: it is a directory');
  expect(directoryTrouble(directory, ['file'], [file])).toContain('input');
  expect(fileTrouble(join(directory, 'nowhere', 'r.csv'), [])).toContain('no directory');
  expect(fileTrouble(join(file, 'r.csv'), [])).toContain('not a directory');
  expect(fileTrouble(join(directory, 'taken'), [])).toBe('it is a directory, not a file');
  expect(fileTrouble('/dev/null', [])).toBe('it is a device, not a file');
  expect(fileTrouble(file, [join(directory, 'taken', '..', 'file')])).toContain('input');
  expect(fileTrouble(file, [])).toBeUndefined();
  // What is not there is not what would be overwritten.
  expect(fileTrouble(file, [join(directory, 'missing'), join(file, 'below')])).toBeUndefined();
  expect(fileTrouble(join(directory, 'new.csv'), [])).toBeUndefined();
  renameSync(file, join(directory, 'moved'));
  symlinkSync('moved', file);
  expect(fileTrouble(file, [join(directory, 'moved')])).toContain('input');
});
