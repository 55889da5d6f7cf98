import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay } from '../../../host/serve/display.ts';

const PROGRAM: Partial<Record<NodeJS.Platform, string>> = {
  darwin: join('Electron.app', 'Contents', 'MacOS', 'Electron'),
  win32: 'electron.exe',
};

/**
 * Electron's program, or why there is none to test with. It is only looked for: importing the package
 * where its runtime is missing starts a download.
 */
export function electronRuntime(root: string): { executable: string } | { missing: string } {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist');
  const executable = join(folder, PROGRAM[process.platform] ?? 'electron');
  if (!existsSync(executable)) {
    return { missing: 'Electron’s runtime is not installed (`npx install-electron` downloads it)' };
  }
  return hasDisplay() ? { executable } : { missing: 'there is no display for Electron’s windows' };
}
