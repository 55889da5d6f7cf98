import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import { createBackRoom } from '../../backRoom/backRoom.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { readInputText } from '../../files/readInputText.ts';
import { rendererFiles } from '../../serve/rendererFiles.ts';
import { serve } from '../../serve/server.ts';
import { dataDirectory } from '../../store/dataDirectory.ts';
import { EXIT } from '../exitCodes.ts';
import { freshAddress } from '../freshAddress.ts';
import { untilInterrupted } from '../interruption.ts';
import { log, writeOut } from '../../terminal/standardStreams.ts';

export interface ServeFlags {
  readonly port: number;
  readonly workers: number;
  readonly dataDir?: string;
}

/** `fleetcast serve`: the app for a browser, until Ctrl-C. Scenario files named are opened in it. */
export async function serveCommand(files: readonly string[], flags: ServeFlags): Promise<number> {
  const problems = files.flatMap(whyNotRead);
  if (problems.length > 0) throw new InputProblemError(problems);
  const assets = await rendererFiles(log);
  const backRoom = createBackRoom({
    dataDirectory: dataDirectory(flags.dataDir),
    workers: flags.workers,
    warn: log,
  });
  try {
    // The person chose them by naming them; the last is the one that Home shows first.
    for (const file of files) backRoom.documents.openFile(file);
    const server = await startServer(() => serve({ backRoom, assets, port: flags.port, log }), flags.port);
    writeOut(
      `Fleetcast is at ${freshAddress(server, log)}\n` +
        `This address lets one browser in, once: from then on it needs ${server.origin} only, and the next address ` +
        'stands here.\nCtrl-C ends it; runs that are going can be resumed.\n',
    );
    await untilInterrupted();
    await server.close();
    return EXIT.done;
  } finally {
    await backRoom.close();
  }
}

function whyNotRead(file: string): readonly Problem[] {
  try {
    readInputText(file, 'scenario');
    return [];
  } catch (error) {
    if (error instanceof InputProblemError) return error.problems;
    throw error;
  }
}

/** A port in use is the input's matter. */
export async function startServer<T>(start: () => Promise<T>, port: number): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const reason =
      code === 'EADDRINUSE' ? 'another program uses it' : 'it may not be used (permission denied)';
    throw new InputProblemError([
      {
        file: '--port',
        path: '',
        message: `port ${port} cannot be had: ${reason}`,
        suggestion: 'leave --port out for a free one',
      },
    ]);
  }
}
