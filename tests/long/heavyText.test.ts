import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, it } from 'vitest';
import { expectBounded, HEAVIER } from '../host/heavyText.ts';

const directory = mkdtempSync(join(tmpdir(), 'fleetcast-heavy-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it.each(Object.keys(HEAVIER))('is answered within 5 s of CPU and 1 GB: %s', (name) => {
  expectBounded(directory, HEAVIER[name]);
});
