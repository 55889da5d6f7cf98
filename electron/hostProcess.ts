import { MessageChannelMain, utilityProcess, type WebContents } from 'electron';
import type { HostMessage } from '../host/api/hostMessages.ts';
import { TO_PAGE } from './channels.ts';

/** Deaths of the host within `WITHIN_MS` after which it is no longer started by itself. */
const MOST_DEATHS = 3;
const WITHIN_MS = 60_000;
/** How long the host has to write out what is in hand when the app ends. */
const STOP_MS = 3_000;

export interface HostOptions {
  /** JavaScript that the host's process starts with. */
  readonly entry: string;
  /** Answers what the host asks; undefined where there is nothing to say. */
  readonly answer: (message: unknown) => HostMessage | undefined;
  /** It died too often to go on; gives whether to try again. */
  readonly onGivenUp: (deaths: number) => Promise<boolean>;
}

export interface HostProcess {
  /** Gives a window its own channel to the host, now and again after each restart, until it is gone. */
  connect(contents: WebContents): void;
  /** Asks the host to end, and sees to it. */
  stop(): Promise<void>;
}

/**
 * Runs the host in a process of its own and starts it again when it dies: one worker out of
 * memory takes the whole process with it, and no window should go with that.
 */
export function startHost({ entry, answer, onGivenUp }: HostOptions): HostProcess {
  const connected = new Set<WebContents>();
  let deaths: number[] = [];
  let stopping = false;
  let child = start();

  function start() {
    const started = utilityProcess.fork(entry, [], { serviceName: 'Fleetcast host', stdio: 'inherit' });
    started.on('message', (message: unknown) => {
      const reply = answer(message);
      if (reply !== undefined) started.postMessage(reply);
    });
    started.once('exit', () => {
      if (!stopping) void afterDeath();
    });
    return started;
  }

  async function afterDeath(): Promise<void> {
    const now = Date.now();
    deaths = [...deaths.filter((at) => now - at < WITHIN_MS), now];
    if (deaths.length >= MOST_DEATHS) {
      if (!(await onGivenUp(deaths.length))) return;
      deaths = [];
    }
    if (stopping) return;
    child = start();
    for (const contents of connected) giveChannel(contents);
  }

  function giveChannel(contents: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ kind: 'connect' } satisfies HostMessage, [port1]);
    contents.postMessage(TO_PAGE.hostPort, undefined, [port2]);
  }

  return {
    connect(contents) {
      if (!connected.has(contents)) {
        connected.add(contents);
        contents.once('destroyed', () => connected.delete(contents));
      }
      giveChannel(contents);
    },
    async stop() {
      stopping = true;
      if (child.pid === undefined) return;
      await new Promise<void>((resolve) => {
        const tooLong = setTimeout(() => child.kill(), STOP_MS);
        child.once('exit', () => {
          clearTimeout(tooLong);
          resolve();
        });
        child.postMessage({ kind: 'stop' } satisfies HostMessage);
      });
    },
  };
}
