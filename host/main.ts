import {
  onMessagePortClose,
  onMessagePortMessage,
  postMessagePortMessage,
  type SupportedMessagePort,
} from '@orpc/client/message-port';
import { isHostMessage, type RedeemMessage, type TicketPurpose } from './api/hostMessages.ts';
import { createBackRoom } from './backRoom/backRoom.ts';
import { windowCalls } from './calls/windowCalls.ts';
import { dataDirectory } from './store/dataDirectory.ts';
import { log, takeClosedStreams } from './terminal/standardStreams.ts';

/** A window's end of its channel, as Electron or Node gives it. */
export type WindowPort = SupportedMessagePort & { start?(): void };

/** What the desktop's main process says to its host: `process.parentPort` of a utility process. */
export interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: readonly WindowPort[] }) => void): unknown;
  postMessage(message: RedeemMessage): void;
}

export interface RunningHost {
  close(): Promise<void>;
}

/**
 * The door of the desktop: the back room in a process of its own, one message port a window. Calls name
 * files by tickets; which path a ticket stands for only the main process can say, and it says so once.
 */
export function runHost(
  parent: ParentPort,
  end: () => void,
  directory = dataDirectory(undefined),
): RunningHost {
  const asked = new Map<number, (path: string | undefined) => void>();
  let questions = 0;
  const redeemTicket = (ticket: string, purpose: TicketPurpose): Promise<string | undefined> =>
    new Promise((resolve) => {
      const number = questions++;
      asked.set(number, resolve);
      parent.postMessage({ kind: 'redeem', number, ticket, purpose });
    });
  const backRoom = createBackRoom({ dataDirectory: directory, redeemTicket, warn: log });
  const openCalls = windowCalls(backRoom);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= backRoom.close());
  parent.on('message', ({ data, ports }) => {
    if (!isHostMessage(data)) return log('refused: a message that is none of the main process’s');
    if (data.kind === 'redeemed') {
      asked.get(data.number)?.(data.path);
      asked.delete(data.number);
      return;
    }
    if (data.kind === 'stop')
      return void close()
        .catch((error: unknown) => log(String(error)))
        .then(end);
    const [port] = ports;
    if (port === undefined) return log('refused: a window without a port');
    const calls = openCalls((message) => postMessagePortMessage(port, message));
    onMessagePortMessage(port, (message) => void calls.receive(message));
    onMessagePortClose(port, () => calls.end());
    port.start?.();
  });
  return { close };
}

const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort };
if (parentPort !== undefined) {
  takeClosedStreams();
  runHost(parentPort, () => process.exit(0));
}
