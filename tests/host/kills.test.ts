import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { killWhileExporting, killWhileSaving } from './killed.ts';

// A few of them; `npm run long` has sixty, in the midst of runs too (backRoom.survival.test.ts has one of those).
let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'fleetcast-kills-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

it('leaves a saved file whole, as open as it was, and every edit that was kept, after kill -9', async () => {
  expect(await killWhileSaving(place, 2, 'suite')).toMatchObject({ kills: 2 });
});

it('leaves an export of before or of after, after kill -9', async () => {
  expect(await killWhileExporting(place, 4, 'suite')).toMatchObject({ kills: 4 });
});
