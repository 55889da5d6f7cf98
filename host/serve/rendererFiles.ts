import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const RENDERER = join(ROOT, 'renderer');
const DIST = join(RENDERER, 'dist');
/** What a build was made of, so that a changed clone builds again and an unchanged one does not. */
const STAMP = join(DIST, '.built-from');

/**
 * The folder of the built renderer, built first where it is not there or older than its sources. An
 * installed program comes with it built and without the means to build.
 */
export async function rendererFiles(tell: (sentence: string) => void): Promise<string> {
  if (!existsSync(join(RENDERER, 'main.tsx'))) return DIST;
  const sources = hashOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return DIST;
  tell('Building the window, which takes a few seconds the first time …');
  const { build } = await import('vite');
  await build({ configFile: join(RENDERER, 'vite.config.ts'), root: RENDERER, logLevel: 'error' });
  mkdirSync(DIST, { recursive: true });
  writeFileSync(STAMP, sources);
  return DIST;
}

/** Of everything that may come into the build: the renderer, what it takes of the engine, and the versions of packages. */
function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const folder of ['renderer', 'engine/scenario', 'engine/catalog', 'engine/statistics']) {
    const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files
      .filter((name) => /\.(tsx?|css|html|svg)$/.test(name) && !/^dist\b/.test(name))
      .sort()) {
      hash.update(file).update(readFileSync(join(ROOT, folder, file)));
    }
  }
  return hash.update(readFileSync(join(ROOT, 'package.json'))).digest('hex');
}
