import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import sirv from 'sirv';
import { WebSocket, WebSocketServer } from 'ws';
import { tellErrors } from '../calls/callInterceptor.ts';
import { MOST_TRACE_BYTES } from '../api/contract.ts';
import { router } from '../calls/router.ts';
import type { BackRoom } from '../backRoom/backRoom.ts';
import { type Access, createAccess } from './access.ts';
import { PAGE_HEADERS } from './pageHeaders.ts';

/** Where the window's calls go. */
const API_PATH = '/api';
/** The largest call carries a trace and little else. */
const MOST_MESSAGE_BYTES = MOST_TRACE_BYTES + 1024 * 1024;
const REFUSAL_STATUS = { cookie: 401, place: 403, method: 405 } as const;

export interface ServeOptions {
  readonly backRoom: BackRoom;
  /** The built renderer. */
  readonly assets: string;
  /** 0 for any that is free. */
  readonly port: number;
  log(sentence: string): void;
}

export interface RunningServer {
  /** What to open: it holds the token. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * The browser shell: one HTTP server on the loopback that gives the renderer's files and takes the API's
 * calls by WebSocket. Files are those found at the start, by exact name, so no path can lead out of them.
 * Throws what listening throws (a port in use).
 */
export async function serve({ backRoom, assets, port, log }: ServeOptions): Promise<RunningServer> {
  const files = sirv(assets, { dev: false, etag: true, setHeaders: (response) => setHeaders(response) });
  const server = createServer();
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  const access = createAccess(bound);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const calls = new RPCHandler(router, {
    clientInterceptors: [tellErrors(log)],
  });

  server.on('request', (request, response) => answer(request, response, access, files, log));
  server.on('upgrade', (request, socket, head) => {
    const refusal =
      access.checkPlace(request) ??
      // A page always says where it is from; what does not is no page of ours.
      (request.headers.origin === undefined ? 'no Origin' : undefined) ??
      access.checkCookie(request) ??
      (pathOf(request) === API_PATH ? undefined : 'no such place');
    if (refusal !== undefined) {
      log(`refused: a connection to ${shownPath(request)}: ${refusal}`);
      refuseUpgrade(socket);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (socketOfWindow) => {
      attach(socketOfWindow, calls, backRoom, log);
    });
  });

  return {
    address: `http://127.0.0.1:${bound}/?token=${access.token}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function attach(
  socket: WebSocket,
  calls: RPCHandler<{ backRoom: BackRoom }>,
  backRoom: BackRoom,
  log: (sentence: string) => void,
): void {
  // An oversized message ends the connection (1009) before it is in memory.
  socket.on('error', (error) => log(`refused: ${error.message}`));
  void calls.upgrade(
    {
      send: (data: Parameters<WebSocket['send']>[0]) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(data);
      },
      addEventListener: (type: string, listener: (event: { data: unknown }) => unknown) => {
        if (type === 'close') socket.addEventListener('close', listener as never);
        if (type === 'message') socket.on('message', (data, isBinary) => receive(data, isBinary, listener));
      },
    } as unknown as WebSocket,
    { context: { backRoom } },
  );

  function receive(data: unknown, isBinary: boolean, listener: (event: { data: unknown }) => unknown): void {
    if (!isBinary && !isCall(String(data))) {
      log('refused: a message that is no call');
      socket.close(1007, 'not a call');
      return;
    }
    listener({ data: isBinary ? data : String(data) });
  }
}

function isCall(text: string): boolean {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null && 'i' in message;
  } catch {
    return false;
  }
}

type Files = ReturnType<typeof sirv>;

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  files: Files,
  log: (sentence: string) => void,
): void {
  const refuse = (why: string, status: number, sentence: string): void => {
    log(`refused: ${request.method} ${shownPath(request)}: ${why}`);
    plain(response, status, sentence);
  };
  const misplaced = access.checkPlace(request);
  if (misplaced !== undefined)
    return refuse(misplaced, REFUSAL_STATUS.place, 'This address is not for other sites.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse('its method', REFUSAL_STATUS.method, 'Only GET is answered here.');
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/' && access.hasToken(url)) {
    setHeaders(response);
    // The token leaves the address bar, and the history.
    response
      .writeHead(303, { Location: '/', 'Set-Cookie': access.cookie, 'Cache-Control': 'no-store' })
      .end();
    return;
  }
  const stranger = access.checkCookie(request);
  if (stranger !== undefined) {
    return refuse(
      stranger,
      REFUSAL_STATUS.cookie,
      'Open the address that Fleetcast printed in the terminal: it holds the key to this window.',
    );
  }
  files(request, response, () => plain(response, 404, 'There is nothing here.'));
}

function plain(response: ServerResponse, status: number, sentence: string): void {
  setHeaders(response);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${sentence}\n`);
}

function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function pathOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
}

/** Without the query: a wrong token is not for the log. */
function shownPath(request: IncomingMessage): string {
  return JSON.stringify((request.url ?? '').split('?')[0].slice(0, 100));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
