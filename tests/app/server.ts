import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** Something is stuck then. */
const START_MS = 10 * 60_000;

export interface Server {
  /** An address to open that was not used yet, its key included: the last one that the server gave. */
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
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Both, and each of its threads would warn of that.
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    },
  );
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const giveUp = (why: string) => reject(new Error(`the server ${why}:\n${output}`));
    const tooLong = setTimeout(() => giveUp('said no address'), START_MS);
    const read = (text: Buffer) => {
      output += text.toString('utf8');
      if (lastAddress(output) === undefined) return;
      clearTimeout(tooLong);
      resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => giveUp(`ended with exit code ${code}`));
  });
  return {
    get address() {
      return lastAddress(output) ?? '';
    },
    dataDirectory,
    process: child,
    output: () => output,
    stop: () => stopped(child),
  };
}

/** Only of whole lines: until then, the key may not be whole. */
function lastAddress(output: string): string | undefined {
  return output.match(/http:\/\/127\.0\.0\.1:\d+\/\?key=\S+(?=\s*\n)/g)?.at(-1);
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
