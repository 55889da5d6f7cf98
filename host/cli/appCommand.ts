import { spawn } from 'node:child_process';
import { inProcessClient } from '../calls/inProcessClient.ts';
import { type BackRoom, createBackRoom } from '../backRoom/backRoom.ts';
import { FIRST_EXAMPLE } from '../backRoom/examples.ts';
import { HostError } from '../backRoom/hostError.ts';
import { desktopRuntime } from '../serve/desktopRuntime.ts';
import { hasDisplay } from '../serve/display.ts';
import { rendererFiles } from '../serve/rendererFiles.ts';
import { serve } from '../serve/server.ts';
import { dataDirectory } from '../store/dataDirectory.ts';
import { EXIT } from './exitCodes.ts';
import { freshAddress } from './freshAddress.ts';
import { untilInterrupted } from './interruption.ts';
import { openInBrowser } from './openInBrowser.ts';
import { type ServeFlags, startServer } from './serveCommand.ts';
import { log, terminalOf, writeOut } from '../terminal/standardStreams.ts';

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
    writeOut(`Fleetcast is at ${freshAddress(server, log)}\n`);
    const isAttended = terminalOf('stdout').isTTY && (process.env.CI ?? '') === '';
    const desktop = isAttended ? desktopRuntime() : undefined;
    const ended = desktop === undefined ? untilInterrupted() : runDesktop(desktop, directory);
    const takePageAway =
      isAttended && desktop === undefined && hasDisplay() ? await openInBrowser(server.invite) : undefined;
    writeOut(`\n${await exampleVerdict(backRoom)}\n`);
    if (isAttended) {
      writeOut(`\n${desktop === undefined ? 'Ctrl-C ends it' : 'Close its window to end it'}.\n`);
      await ended;
    }
    takePageAway?.();
    await server.close();
    return EXIT.done;
  } finally {
    await backRoom.close();
  }
}

/** Runs the first example in full and says what came out. */
async function exampleVerdict(backRoom: BackRoom): Promise<string> {
  const host = inProcessClient(backRoom);
  const { id, text, savedText } = await host.documents.openExample({ example: FIRST_EXAMPLE });
  const run = await host.runs.start({ documentId: id, text: savedText ?? text });
  let last = run;
  for await (const info of await host.runs.watch({ runId: run.id })) last = info;
  if (last.resultId === undefined) {
    throw new HostError('FAULT', last.failure?.sentence ?? 'The example’s run did not end.');
  }
  const { run: found } = await host.results.get({ resultId: last.resultId });
  return `${found.name}\n${found.verdict}`;
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
