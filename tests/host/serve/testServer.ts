import { join } from 'node:path';
import { createBackRoom } from '../../../host/backRoom/backRoom.ts';
import { type RunningServer, serve } from '../../../host/serve/server.ts';
import { someAssets, temporaryDirectory } from '../api/doors.ts';

export interface TestServer {
  readonly server: RunningServer;
  /** Its data and files; gone once it is closed. */
  readonly directory: string;
  /** The file that stands for the built renderer. */
  readonly page: string;
  /** What it has logged so far. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** A server in this process, on a free port and a new data directory. */
export async function startTestServer(): Promise<TestServer> {
  const { directory, remove } = temporaryDirectory();
  const log: string[] = [];
  const warn = (line: string): void => void log.push(line);
  const backRoom = createBackRoom({ dataDirectory: directory, workers: 1, warn });
  const assets = someAssets(directory);
  const server = await serve({ backRoom, assets, port: 0, log: warn });
  return {
    server,
    directory,
    page: join(assets, 'index.html'),
    log,
    close: async () => {
      await server.close();
      await backRoom.close();
      remove();
    },
  };
}
