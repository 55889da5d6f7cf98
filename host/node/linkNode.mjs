// Puts the project's Node into node_modules/.bin, which npm and npx set first on the path of what they run: scripts
// and tools then run on it, whatever Node started npm. Runs after each install, and before the tests. (npm cannot do
// it: see docs/decisions/0003.)
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { FITTING_MAJOR, isFitting, PROJECT, projectNode } from './projectNode.mjs';

const node = projectNode();
// One that is there may be for another C library.
if (node !== undefined && spawnSync(node, ['--version']).status === 0) {
  const commands = join(PROJECT, 'node_modules', '.bin');
  mkdirSync(commands, { recursive: true });
  if (process.platform === 'win32') linkOnWindows(node, join(commands, 'node.exe'));
  else link(node, join(commands, 'node'), commands);
} else if (!isFitting) {
  process.stderr.write(
    `fleetcast: the project brings no Node for ${process.platform}-${process.arch} and its C library, and this one ` +
      `is ${process.versions.node}: Node ${FITTING_MAJOR} must come first on the path.\n`,
  );
}

/** In one step: what runs beside it finds the old or the new one. */
function link(path, command, folder) {
  const fresh = `${command}-${process.pid}`;
  symlinkSync(relative(folder, path), fresh);
  renameSync(fresh, command);
}

/** Symbolic links want rights there; where npm makes its commands, it looks for node.exe beside them. */
function linkOnWindows(path, command) {
  try {
    rmSync(command, { force: true });
    linkSync(path, command);
  } catch {
    // On another disk, or at work: it runs this.
    if (!existsSync(command)) copyFileSync(path, command);
  }
}
