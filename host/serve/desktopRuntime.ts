import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay } from './display.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ELECTRON = join(ROOT, 'node_modules', 'electron');
const MAIN = join(ROOT, 'electron', 'dist', 'electron', 'main.js');

/**
 * Electron's program and what it is to run, where a window of it can be opened: the runtime was downloaded
 * (`npx install-electron`), and there is a display. Looks only; importing the package would try a download.
 */
export function desktopRuntime(): { readonly executable: string; readonly main: string } | undefined {
  const pathFile = join(ELECTRON, 'path.txt');
  if (!hasDisplay() || !existsSync(pathFile)) return undefined;
  const executable = join(ELECTRON, 'dist', readFileSync(pathFile, 'utf8').trim());
  if (!existsSync(executable)) return undefined;
  // Always built anew: it takes a second, and an old one would be a riddle.
  const built = spawnSync('npm', ['run', '--silent', 'build:desktop'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return built.status === 0 && existsSync(MAIN) ? { executable, main: MAIN } : undefined;
}
