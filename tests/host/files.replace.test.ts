import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '../../host/files/replaceFile.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleetcast-saving-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o7777;

describe('replaceFile', () => {
  it('replaces a file and leaves nothing else behind', () => {
    const path = join(folder, 'a.yaml');
    writeFileSync(path, 'old');
    replaceFile(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  it.each([0o600, 0o640, 0o664, 0o755])('keeps the mode %o of the file that it replaces', (mode) => {
    const path = join(folder, 'a.yaml');
    writeFileSync(path, 'old');
    chmodSync(path, mode);
    replaceFile(path, 'new');
    expect(modeOf(path)).toBe(mode);
  });

  it('gives a new file what the umask says, or the mode that is asked for whatever that says', () => {
    const before = process.umask(0o027);
    try {
      replaceFile(join(folder, 'plain'), 'x');
      process.umask(0);
      replaceFile(join(folder, 'private'), 'x', 0o600);
    } finally {
      process.umask(before);
    }
    expect(modeOf(join(folder, 'plain'))).toBe(0o640);
    expect(modeOf(join(folder, 'private'))).toBe(0o600);
  });

  it.skipIf(process.getuid?.() !== 0)('keeps the owner and the group, as root', () => {
    const path = join(folder, 'a.yaml');
    writeFileSync(path, 'old');
    chownSync(path, 12_345, 54_321);
    replaceFile(path, 'new');
    expect(statSync(path)).toMatchObject({ uid: 12_345, gid: 54_321 });
  });

  it('saves through symbolic links, one that leads to nothing yet, too', () => {
    mkdirSync(join(folder, 'kept'));
    symlinkSync('kept/a.yaml', join(folder, 'a.yaml'));
    symlinkSync('a.yaml', join(folder, 'b.yaml'));
    replaceFile(join(folder, 'b.yaml'), 'first');
    replaceFile(join(folder, 'b.yaml'), 'second');
    expect(readFileSync(join(folder, 'kept', 'a.yaml'), 'utf8')).toBe('second');
    expect(readlinkSync(join(folder, 'b.yaml'))).toBe('a.yaml');
    expect(readdirSync(folder).sort()).toEqual(['a.yaml', 'b.yaml', 'kept']);
  });

  it('writes over no directory and no device, and leaves all as it was', () => {
    mkdirSync(join(folder, 'a.yaml', 'in the way'), { recursive: true });
    expect(() => replaceFile(join(folder, 'a.yaml'), 'new')).toThrow('it is a directory, not a file');
    symlinkSync('/dev/null', join(folder, 'nothing'));
    expect(() => replaceFile(join(folder, 'nothing'), 'new')).toThrow('it is a device, not a file');
    symlinkSync('circle', join(folder, 'circle'));
    expect(() => replaceFile(join(folder, 'circle'), 'new')).toThrow('lead in a circle');
    expect(readdirSync(folder).sort()).toEqual(['a.yaml', 'circle', 'nothing']);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('says so where the folder is not there', () => {
    const path = join(folder, 'none', 'a');
    expect(() => replaceFile(path, '')).toThrow(expect.objectContaining({ code: 'ENOENT', path }) as Error);
  });
});
