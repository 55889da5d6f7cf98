import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_VERSION } from '../../engine/simulate.ts';

const ENGINE = join(import.meta.dirname, '..', '..', 'engine');

/** What comes after the waist prices usage and never makes it: changing it leaves stored windows good. */
const AFTER_USAGE = /^(pricing|finance|planning|forecast\.ts)/;

/** Names of the engine as stored things depend on it. */
export interface EngineBuild {
  /** Of what makes windows. */
  readonly windows: string;
  /** Of all of it: what makes forecasts. */
  readonly forecasts: string;
}

let build: EngineBuild | undefined;

/**
 * Names the engine: its version and a hash of its sources. With the version alone, a window stored
 * before a change to the engine would pass for one after it.
 */
export function engineBuild(): EngineBuild {
  return (build ??= {
    windows: nameOf((file) => !AFTER_USAGE.test(file)),
    forecasts: nameOf(() => true),
  });
}

function nameOf(belongs: (file: string) => boolean): string {
  const hash = createHash('sha256');
  const files = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /\.[jt]s$/.test(name) && belongs(name)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ENGINE, file)))
      .update('\0');
  }
  return `${ENGINE_VERSION}+${hash.digest('hex').slice(0, 16)}`;
}
