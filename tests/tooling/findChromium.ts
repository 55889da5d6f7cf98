import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright';

/** A browser that runs, or why there is none. */
export type Chromium = { executable: string } | { missing: string };

/** What finding one needs of the machine; a test brings its own. */
export interface Machine {
  readonly environment: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
  /** Where Playwright keeps (or would keep) the one it downloads. */
  readonly playwrightsOwn: string;
  exists(path: string): boolean;
  /** Runs a command to its end; whether that was a good one. */
  run(command: string, args: readonly string[], mostSeconds: number): boolean;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const INSTALL_SECONDS = 300;
/** A mirror that is slow or breaks off for a moment is asked again. */
const APT_RETRIES = ['-o', 'Acquire::Retries=5'];

/**
 * The Chromium for browser tests: `FLEETCAST_CHROMIUM`, Playwright's own, or one on the path. Where
 * there is none, installs one: by the system's package manager where that is apt and we are root, else
 * by Playwright's download.
 */
export function findChromium(machine: Machine = thisMachine()): Chromium {
  const { environment } = machine;
  const chosen = environment.FLEETCAST_CHROMIUM;
  if (chosen !== undefined && chosen !== '') {
    if (runs(machine, chosen)) return { executable: chosen };
    return { missing: `FLEETCAST_CHROMIUM names ${chosen}, which does not run` };
  }
  const found = lookFor(machine) ?? (installed(machine) ? lookFor(machine) : undefined);
  if (found !== undefined) return { executable: found };
  return {
    missing:
      'no Chromium was found (FLEETCAST_CHROMIUM, Playwright’s own, the path), and none could be installed',
  };
}

function lookFor(machine: Machine): string | undefined {
  const folders = (machine.environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [machine.playwrightsOwn, ...onPath].find((path) => machine.exists(path) && runs(machine, path));
}

/** Some systems put a stand-in at the usual name that only says how to install the real one. */
function runs(machine: Machine, path: string): boolean {
  return machine.run(path, ['--version'], 30);
}

function installed(machine: Machine): boolean {
  if (machine.isRoot && machine.run('apt-get', ['--version'], 30)) {
    machine.run('apt-get', [...APT_RETRIES, 'update'], INSTALL_SECONDS);
    const install = [...APT_RETRIES, 'install', '--yes', '--no-install-recommends', 'chromium'];
    if (machine.run('apt-get', install, INSTALL_SECONDS)) return true;
  }
  const playwright = join(dirname(createRequire(import.meta.url).resolve('playwright')), 'cli.js');
  return machine.run(process.execPath, [playwright, 'install', 'chromium'], INSTALL_SECONDS);
}

function thisMachine(): Machine {
  return {
    environment: process.env,
    isRoot: process.getuid?.() === 0,
    playwrightsOwn: chromium.executablePath(),
    exists: existsSync,
    run: (command, args, mostSeconds) =>
      spawnSync(command, args, {
        stdio: 'ignore',
        timeout: mostSeconds * 1000,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0,
  };
}
