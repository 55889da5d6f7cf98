import { spawn } from 'node:child_process';
import { inProcessClient } from '../../calls/inProcessClient.ts';
import { createBackRoom } from '../../backRoom/backRoom.ts';
import { desktopRuntime } from '../../serve/desktopRuntime.ts';
import { hasDisplay } from '../../serve/display.ts';
import { rendererFiles } from '../../serve/rendererFiles.ts';
import { serve } from '../../serve/server.ts';
import { dataDirectory } from '../../store/dataDirectory.ts';
import { exampleVerdict } from './exampleVerdict.ts';
import { EXIT } from '../exitCodes.ts';
import { freshAddress } from '../freshAddress.ts';
import { untilInterrupted } from '../interruption.ts';
import { openInBrowser } from '../openInBrowser.ts';
import { type ServeFlags, startServer } from './serveCommand.ts';
import { log, terminalOf, writeOut } from '../../terminal/standardStreams.ts';

/**
 * `fleetcast app`, which `npm start` calls: the desktop app where its runtime and a display are there, else
 * the app in the browser. In either case the terminal shows the first example's verdict, so that a machine
 * without a display shows an answer, too. Where nobody can press Ctrl-C (no terminal, `CI` set) it then ends.
 */
export async function appCommand(flags: ServeFlags): Promise<number> {
  const assets = await rendererFiles(log);
  const directory = dataDirectory(flags.dataDir);
  const backRoom = createBackRoom({ dataDirectory: directory, workers: flags.workers, warn: log });
  try {
    const server = await startServer(() => serve({ backRoom, assets, port: flags.port, log }), flags.port);
    let takePageAway: (() => void) | undefined;
    try {
      writeOut(`Fleetcast is at ${freshAddress(server, log)}\n`);
      const isAttended = terminalOf('stdout').isTTY && (process.env.CI ?? '') === '';
      const desktop = isAttended ? desktopRuntime() : undefined;
      const ended = desktop === undefined ? untilInterrupted() : runDesktop(desktop, directory);
      if (isAttended && desktop === undefined && hasDisplay())
        takePageAway = await openInBrowser(server.invite);
      const { isThere, text } = await exampleVerdict(inProcessClient(backRoom));
      writeOut(`\n${text}\n`);
      // The verdict was all that there was to be had.
      if (!isAttended) return isThere ? EXIT.done : EXIT.fault;
      writeOut(`\n${desktop === undefined ? 'Ctrl-C ends it' : 'Close its window to end it'}.\n`);
      await ended;
      return EXIT.done;
    } finally {
      takePageAway?.();
      await server.close();
    }
  } finally {
    await backRoom.close();
  }
}

function runDesktop(
  { executable, main }: { executable: string; main: string },
  directory: string,
): Promise<void> {
  const child = spawn(executable, [main], {
    stdio: 'inherit',
    env: { ...process.env, FLEETCAST_DATA: directory },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => resolve());
  });
}
