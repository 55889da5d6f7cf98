import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_VERSION } from '../../engine/simulate.ts';

const ENGINE = join(import.meta.dirname, '..', '..', 'engine');

/** What comes after the waist prices usage and never makes it: changing it leaves stored windows good. */
const AFTER_USAGE = /^(pricing|finance|planning|forecast\.ts)/;

/**
 * Names the engine that makes windows: its version and a hash of its sources. With the
 * version alone, a window stored before a change to the engine would pass for one after it.
 */
export function engineBuild(): string {
  const hash = createHash('sha256');
  const files = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts') && !AFTER_USAGE.test(name)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ENGINE, file)))
      .update('\0');
  }
  return `${ENGINE_VERSION}+${hash.digest('hex').slice(0, 16)}`;
}
