import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** Something is stuck then. */
const START_MS = 10 * 60_000;

export interface Server {
  /** The address to open, its token included. */
  readonly address: string;
  readonly dataDirectory: string;
  readonly process: ChildProcess;
  /** What it has written so far. */
  output(): string;
  stop(): Promise<void>;
}

/** A new folder for a server's data, which `remove` takes away again. */
export function makeDataDirectory() {
  const path = mkdtempSync(join(tmpdir(), 'fleetcast-app-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * Starts `fleetcast serve` on a free port and waits until it says where it is. Rejects with its own
 * words where it ends before, or says nothing for long.
 */
export async function startServer(dataDirectory: string, ...args: string[]): Promise<Server> {
  const child = spawn(
    process.execPath,
    ['host/launcher.mjs', 'serve', '--port', '0', '--data-dir', dataDirectory, ...args],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } },
  );
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    const giveUp = (why: string) => reject(new Error(`the server ${why}:\n${output}`));
    const tooLong = setTimeout(() => giveUp('said no address'), START_MS);
    const read = (text: Buffer) => {
      output += text.toString('utf8');
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(output);
      // Until the line is whole, the token may not be.
      if (found === null || !output.slice(found.index).includes('\n')) return;
      clearTimeout(tooLong);
      resolve(found[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => giveUp(`ended with exit code ${code}`));
  });
  return {
    address,
    dataDirectory,
    process: child,
    output: () => output,
    stop: () => stopped(child),
  };
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const tooLong = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.once('exit', () => {
      clearTimeout(tooLong);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
