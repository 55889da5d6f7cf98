import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { inProcessClient } from '../../../host/calls/inProcessClient.ts';
import type { HostClient } from '../../../host/api/shell.ts';
import { redeemTickets } from '../../../electron/redeemTickets.ts';
import { makeTickets } from '../../../electron/tickets.ts';
import type { TicketPurpose } from '../../../host/api/hostMessages.ts';
import { type BackRoomOptions, createBackRoom } from '../../../host/backRoom/backRoom.ts';
import { type ParentPort, runHost, type WindowPort } from '../../../host/main.ts';
import { type RunningServer, serve } from '../../../host/serve/server.ts';

/** A window's way to the host. */
export interface Window {
  readonly host: HostClient;
  /** Goes without a word, as a window does that is closed or crashes; kept once it knows itself that it has gone. */
  leave(): Promise<void>;
}

/** A way to the host, with a window that is there from the start, and how to close it. */
export interface Door {
  readonly host: HostClient;
  another(): Promise<Window>;
  /** What the host logged: refusals and warnings. */
  readonly log: readonly string[];
  /** Says that the person chose a path; gives the ticket for it. */
  grant(path: string, purpose: TicketPurpose): string;
  close(): Promise<void>;
}

/** Every door of the host, by the shell that uses it. */
export const DOORS: readonly { readonly name: string; open(directory: string): Promise<Door> }[] = [
  { name: 'in process (command line)', open: openInProcess },
  { name: 'WebSocket (browser)', open: openSocket },
  { name: 'message port (desktop)', open: openPort },
];

/** An empty data directory; gives how to remove it, too. */
export function temporaryDirectory(): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'fleetcast-'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** A folder that stands for the built renderer. */
export function someAssets(directory: string): string {
  const assets = join(directory, 'assets');
  mkdirSync(assets, { recursive: true });
  writeFileSync(join(assets, 'index.html'), '<!doctype html><title>Fleetcast</title>');
  return assets;
}

async function openInProcess(directory: string): Promise<Door> {
  const log: string[] = [];
  const tickets = makeTickets();
  const backRoom = createBackRoom({
    dataDirectory: directory,
    workers: 1,
    redeemTicket: async (ticket, purpose) => tickets.redeem(ticket, purpose),
    warn: (line) => log.push(line),
  });
  return {
    host: inProcessClient(backRoom),
    // A caller of the same process cannot go without a word.
    another: async () => ({ host: inProcessClient(backRoom), leave: async () => undefined }),
    log,
    grant: tickets.grant,
    close: () => backRoom.close(),
  };
}

async function openSocket(directory: string): Promise<Door> {
  const log: string[] = [];
  const warn = (line: string): void => void log.push(line);
  const tickets = makeTickets();
  const redeemTicket: BackRoomOptions['redeemTicket'] = async (ticket, purpose) =>
    tickets.redeem(ticket, purpose);
  const backRoom = createBackRoom({ dataDirectory: directory, workers: 1, redeemTicket, warn });
  const server = await serve({ backRoom, assets: someAssets(directory), port: 0, log: warn });
  const another = async (): Promise<Window> => {
    const socket = await connect(server);
    const link = new SocketLink({ websocket: socket as unknown as globalThis.WebSocket });
    const closed = once(socket, 'close');
    return {
      host: createORPCClient(link),
      leave: async () => {
        socket.terminate();
        await closed;
      },
    };
  };
  const first = await another();
  return {
    host: first.host,
    another,
    log,
    grant: tickets.grant,
    close: async () => {
      await first.leave();
      await server.close();
      await backRoom.close();
    },
  };
}

/** Connects as a page of the server does: a key for the cookie, then a socket from its own origin. */
export async function connect(
  server: RunningServer,
  headers: Readonly<Record<string, string>> = {},
): Promise<WebSocket> {
  const { origin } = server;
  const cookie = await cookieOf(server.invite());
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/api`, {
    headers: { cookie, origin, ...headers },
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

/** The cookie that the key of an address is exchanged for. */
export async function cookieOf(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' });
  return (response.headers.get('set-cookie') ?? '').split(';')[0];
}

async function openPort(directory: string): Promise<Door> {
  const log: string[] = [];
  const tickets = makeTickets();
  const answer = redeemTickets(tickets);
  // The main process, which answers when it comes to it.
  const parent = Object.assign(new EventEmitter(), {
    postMessage: (message: unknown) =>
      setImmediate(() => parent.emit('message', { data: answer(message), ports: [] })),
  });
  const written = process.stderr.write;
  process.stderr.write = ((line: string | Uint8Array) => {
    log.push(String(line));
    return true;
  }) as typeof process.stderr.write;
  const running = runHost(parent as ParentPort, () => undefined, directory);
  const another = async (): Promise<Window> => {
    const { port1, port2 } = new MessageChannel();
    parent.emit('message', { data: { kind: 'connect' }, ports: [port1 as unknown as WindowPort] });
    const link = new PortLink({ port: port2 as unknown as WindowPort });
    port2.start();
    const closed = once(port2, 'close');
    return {
      host: createORPCClient(link),
      leave: async () => {
        port2.close();
        await closed;
      },
    };
  };
  const first = await another();
  return {
    host: first.host,
    another,
    log,
    grant: tickets.grant,
    close: async () => {
      process.stderr.write = written;
      await first.leave();
      await running.close();
    },
  };
}
