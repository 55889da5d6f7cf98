import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** SHA-256 (hex) by path from the app's root, of what lies outside the archive; `npm run build:desktop` writes it into it. */
const listSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));

/**
 * The first native file for this system that is not the one that the app was built with, or cannot be read;
 * undefined where all are. A list that cannot be read is such a file itself. Electron holds the archive against a hash of its own, and not what is unpacked beside it.
 */
export function changedNativeFile(root: string, list: string): string | undefined {
  const hashes = hashesOf(list);
  if (hashes === undefined) return list;
  return Object.keys(hashes)
    .filter(isOfThisSystem)
    .find((file) => hashOf(join(root, file)) !== hashes[file]);
}

function hashesOf(list: string): z.output<typeof listSchema> | undefined {
  try {
    return listSchema.parse(JSON.parse(readFileSync(list, 'utf8')));
  } catch {
    return undefined;
  }
}

/** `linux-x64.node` and `linuxmusl-x64.node`, on such a machine. */
function isOfThisSystem(file: string): boolean {
  const name = basename(file, '.node');
  return name.startsWith(process.platform) && name.endsWith(`-${process.arch}`);
}

/** Of a file's content; undefined where it cannot be read. */
export function hashOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined;
  }
}
