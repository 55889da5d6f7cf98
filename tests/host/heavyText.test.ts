import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, it } from 'vitest';
import { expectBounded, HEAVY } from './heavyText.ts';

const directory = mkdtempSync(join(tmpdir(), 'fleetcast-heavy-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it.each(Object.keys(HEAVY))('is answered within 5 s of CPU and 1 GB: %s', (name) => {
  expectBounded(directory, HEAVY[name]);
});
