import { describe, expect, it } from 'vitest';
import { asHostError } from '../../host/backRoom/hostError.ts';
import { endWith } from '../../host/cli/endWith.ts';
import { FileRefusal } from '../../host/files/fileKind.ts';
import { readReason, systemReason } from '../../host/files/systemReason.ts';

const coded = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: what the library says`), {
    code,
    ...(path === undefined ? {} : { path }),
  });

function ended(error: unknown): string {
  let text = '';
  endWith(error, (part) => {
    text += part;
  });
  return text;
}

describe('a trouble of the machine is no fault of ours, for whoever is told', () => {
  it.each([
    ['ENOSPC', 'There is no space left on the disk.'],
    ['EIO', 'The disk cannot be read or written.'],
    ['EACCES', 'Permission denied.'],
    ['EMFILE', 'Too many files are open.'],
    ['ENOENT', 'There is no such file or folder.'],
    ['EBUSY', 'Another program uses it.'],
    ['ENAMETOOLONG', 'Its name is too long.'],
    ['ERR_WORKER_OUT_OF_MEMORY', 'A worker ran out of memory; fewer --workers need less.'],
    ['SQLITE_IOERR_WRITE', 'The store cannot be used: its disk cannot be read or written.'],
    [
      'SQLITE_BUSY_TIMEOUT',
      'The store cannot be used: another Fleetcast is writing to it and does not let go.',
    ],
  ])('%s', (code, sentence) => {
    const told = asHostError(coded(code));
    expect(told).toMatchObject({ code: 'STORE', message: sentence });
    expect(told.action).not.toBe('');
    const text = ended(coded(code));
    expect(text).toContain(systemReason(coded(code)));
    expect(text).not.toMatch(/fault of ours|what the library says/);
  });

  it('with the file that it is of', () => {
    expect(asHostError(coded('ENAMETOOLONG', '/home/me/long.csv')).message).toBe(
      'long.csv: its name is too long.',
    );
    expect(ended(coded('EBUSY', '/out/x.csv'))).toBe('fleetcast: /out/x.csv: another program uses it.\n');
    expect(asHostError(new FileRefusal('not a file', 'it is a pipe'))).toMatchObject({
      code: 'INPUT',
      message: 'It is a pipe.',
    });
  });

  it('and where a disk has no room, says to make some', () => {
    expect(asHostError(coded('ENOSPC')).action).toMatch(/Free some space/);
    expect(asHostError(coded('EMFILE')).action).not.toMatch(/space/);
  });
});

it('is a fault of ours without a code, or with one that is not known', () => {
  for (const error of [new TypeError('x is not a function'), coded('ERR_MODULE_NOT_FOUND')]) {
    expect(asHostError(error).code).toBe('FAULT');
    expect(ended(error)).toMatch(/fault of ours/);
  }
});

it('has the words of reading for a file that was to be read', () => {
  expect(readReason(coded('ENOENT'))).toBe('there is no such file');
  expect(readReason(coded('EIO'))).toBe('the disk cannot be read or written');
  expect(readReason(coded('Z_DATA_ERROR'))).toBe('its gzip data is damaged');
  expect(readReason(coded('EWHATEVER'))).toBe('the system says EWHATEVER');
  expect(readReason(new FileRefusal('not a file', 'it is a pipe'))).toBe('it is a pipe');
  expect(readReason(new Error('ours'))).toBeUndefined();
  expect(readReason(Object.assign(new Error('aborted'), { code: 20 }))).toBeUndefined();
});
