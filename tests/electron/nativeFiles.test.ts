import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changedNativeFile, hashOf } from '../../electron/nativeFiles.ts';

const MINE = `natives/${process.platform}-${process.arch}.node`;
const ANOTHER = 'natives/plan9-sparc.node';

let root = '';
let list = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fleetcast-natives-'));
  mkdirSync(join(root, 'natives'));
  for (const file of [MINE, ANOTHER]) writeFileSync(join(root, file), `code of ${file}`);
  list = join(root, 'list.json');
  writeFileSync(
    list,
    JSON.stringify({ [ANOTHER]: hashOf(join(root, ANOTHER)), [MINE]: hashOf(join(root, MINE)) }),
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('finds nothing where all is as it was built', () => {
  expect(changedNativeFile(root, list)).toBeUndefined();
});

it('finds a file that was changed by one byte, and one that is gone', () => {
  writeFileSync(join(root, MINE), `code of ${MINE}!`);
  expect(changedNativeFile(root, list)).toBe(MINE);
  rmSync(join(root, MINE));
  expect(changedNativeFile(root, list)).toBe(MINE);
});

it('does not mind files of other systems, which are never loaded', () => {
  rmSync(join(root, ANOTHER));
  expect(changedNativeFile(root, list)).toBeUndefined();
});

it.each(['', '{"a": "no hash"}', '[]'])('does not take %j for a list', (text) => {
  writeFileSync(list, text);
  expect(changedNativeFile(root, list)).toBe(list);
});
