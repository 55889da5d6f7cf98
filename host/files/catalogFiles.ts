import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { buildCatalog, type Catalog } from '../../engine/catalog/catalog.ts';

/** The catalogue that ships with the project. */
const SHIPPED = join(import.meta.dirname, '..', '..', 'scenarios', 'catalog');

/** Read once a process: they come with the program. */
const catalogs = new Map<string, Catalog>();

/**
 * Reads every .yaml, .yml and .json file of a directory (by name, so that the result does
 * not depend on the file system) and builds the catalogue from them. Throws an Error that
 * lists every problem with its file and path: a shipped file that does not check is a
 * fault of ours, not of the user.
 */
export function readCatalog(directory: string = SHIPPED): Catalog {
  const known = catalogs.get(directory);
  if (known !== undefined) return known;
  const files = readdirSync(directory)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => ({ name, content: parse(readFileSync(join(directory, name), 'utf8')) as unknown }));
  const catalog = buildCatalog(files);
  if (!('problems' in catalog)) {
    catalogs.set(directory, catalog);
    return catalog;
  }
  const lines = catalog.problems.map(({ file, path, message }) => `  ${file}: ${path}: ${message}`);
  throw new Error(`the catalogue in ${directory} does not check:\n${lines.join('\n')}`);
}
