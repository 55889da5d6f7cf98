import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import sirv from 'sirv';
import { WebSocket, WebSocketServer } from 'ws';
import { MOST_TRACE_BYTES } from '../api/contract.ts';
import type { BackRoom } from '../backRoom/backRoom.ts';
import { type OpenWindowCalls, windowCalls } from '../calls/windowCalls.ts';
import { type Access, createAccess, isFromElsewhere } from './access.ts';
import { guarded } from './guarded.ts';
import { onwardPage } from './onwardPage.ts';
import { PAGE_HEADERS } from './pageHeaders.ts';
import { refusalLog } from './refusalLog.ts';
import { requestTarget } from './requestTarget.ts';

/** Where the window's calls go. */
const API_PATH = '/api';
/** The parameter of an address that holds its key. */
const KEY = 'key';
/** The largest call carries a trace and little else. */
const MOST_MESSAGE_BYTES = MOST_TRACE_BYTES + 1024 * 1024;
const REFUSAL_STATUS = { target: 400, cookie: 401, place: 403, method: 405 } as const;
/** A request of this machine is a line and its headers; whoever takes longer over it wants to keep us busy. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 };
/** A window has one and, while it loads, six more. */
const MOST_CONNECTIONS = 500;

const NOT_FOR_OTHERS = 'This address is not for other sites.';
const WHERE_THE_KEY_IS =
  'Open the address that Fleetcast printed last in the terminal: it holds the key to this window. ' +
  'Each lets one browser in, once; the next one then stands below it.';
/** Goes on to the app by itself, in its own place in the history. */
const THRESHOLD = onwardPage('/');

export interface ServeOptions {
  readonly backRoom: BackRoom;
  /** The built renderer. */
  readonly assets: string;
  /** 0 for any that is free. */
  readonly port: number;
  log(sentence: string): void;
}

export interface RunningServer {
  /** Scheme, host and port: enough for a browser that was let in. */
  readonly origin: string;
  /** An address that lets one browser in, once. `onUsed` is called when it has. */
  invite(onUsed?: () => void): string;
  close(): Promise<void>;
}

/**
 * The browser shell: one HTTP server on the loopback that gives the renderer's files and takes the API's
 * calls by WebSocket. Files are those found at the start, by exact name, so no path can lead out of them.
 * What cannot be read is answered with 400 (what is no HTTP at all by Node, which has 408 and 431, too), and a failure
 * ends the request or connection that it came with, never the process. Throws what listening throws (a port in use).
 */
export async function serve({ backRoom, assets, port, log }: ServeOptions): Promise<RunningServer> {
  const files = sirv(assets, { dev: false, etag: true, setHeaders: (response) => setHeaders(response) });
  const server = createServer(PATIENCE);
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  const origin = `http://127.0.0.1:${bound}`;
  const access = createAccess(bound);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const openCalls = windowCalls(backRoom);
  const refused = refusalLog(log);

  // Too many open files, say: the next connection may fare better.
  server.on('error', ({ code }: NodeJS.ErrnoException) => log(`a connection could not be taken (${code})`));
  server.on('connection', (socket: Socket) => socket.on('error', breakOff));
  server.on(
    'request',
    guarded(
      log,
      (request: IncomingMessage, response: ServerResponse) => {
        keepFailuresIn(response);
        answer(request, response, access, files, refused);
      },
      (_request, response) => fail(response),
    ),
  );
  server.on(
    'upgrade',
    guarded(
      log,
      (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        const refusal = refusalOfConnection(request, access);
        if (refusal !== undefined) {
          refused(`a connection to ${shownPath(request)}: ${refusal.why}`);
          refuseConnection(socket, refusal.status);
          return;
        }
        sockets.handleUpgrade(request, socket, head, (window) => attach(window, openCalls, log));
      },
      (_request, socket) => socket.destroy(),
    ),
  );
  // A way through to elsewhere: its target is no path.
  server.on(
    'connect',
    guarded(
      log,
      (request: IncomingMessage, socket: Duplex) => {
        refused(`${request.method} ${shownPath(request)}`);
        refuseConnection(socket, REFUSAL_STATUS.target);
      },
      (_request, socket) => socket.destroy(),
    ),
  );

  return {
    origin,
    invite: (onUsed = () => undefined) => `${origin}/?${KEY}=${access.issueKey(onUsed)}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function attach(socket: WebSocket, openCalls: OpenWindowCalls, log: (sentence: string) => void): void {
  socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
    // Such a message ends the connection (1009) before it is in memory.
    if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') log('refused: a message larger than any call');
    else if (code.startsWith('WS_ERR_')) log('refused: what is no message of a window');
  });
  const calls = openCalls(
    // Sent when the window has taken it: a stream does not run ahead of a window that does not read.
    (message) =>
      new Promise<void>((resolve) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(message, () => resolve());
        else resolve();
      }),
  );
  socket.on('message', (data, isBinary) => {
    void calls.receive(isBinary ? data : String(data)).then((isCall) => {
      if (!isCall) socket.close(1007, 'not a call');
    });
  });
  socket.on('close', () => calls.end());
}

type Files = ReturnType<typeof sirv>;

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  files: Files,
  refused: (sentence: string) => void,
): void {
  const refuse = (why: string, status: number, sentence: string): void => {
    refused(`${request.method} ${shownPath(request)}: ${why}`);
    plain(response, status, sentence);
  };
  const target = requestTarget(request.url);
  if (target === undefined) {
    return refuse('no path', REFUSAL_STATUS.target, 'This cannot be read as a path of this address.');
  }
  const foreign = access.checkHost(request);
  if (foreign !== undefined) return refuse(foreign, REFUSAL_STATUS.place, NOT_FOR_OTHERS);
  const key = target.path === '/' ? target.query.get(KEY) : null;
  const stranger = access.checkCookie(request);
  const refuseStranger = (why: string): void => refuse(why, REFUSAL_STATUS.cookie, WHERE_THE_KEY_IS);
  // The key says who may come in, wherever it was kept; who is in already need not use it up.
  if (key !== null && request.method === 'GET') {
    if (stranger !== undefined && !access.takeKey(key)) return refuseStranger('no key that serves');
    return letIn(request, response, access.cookie);
  }
  const misplaced = access.checkOrigin(request);
  if (misplaced !== undefined) return refuse(misplaced, REFUSAL_STATUS.place, NOT_FOR_OTHERS);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse('its method', REFUSAL_STATUS.method, 'Only GET is answered here.');
  }
  if (stranger !== undefined) return refuseStranger(stranger);
  // Files go out whole, whichever part of them is asked for: a part may be none (from its tenth byte to its second).
  delete request.headers.range;
  files(request, response, () => plain(response, 404, 'There is nothing here.'));
}

/** Gives the cookie for the key, and goes on: the key leaves the address bar, and the history. */
function letIn(request: IncomingMessage, response: ServerResponse, cookie: string): void {
  setHeaders(response);
  const headers = { 'Set-Cookie': cookie, 'Cache-Control': 'no-store' };
  if (!isFromElsewhere(request)) {
    response.writeHead(303, { ...headers, Location: '/' }).end();
    return;
  }
  // Led on from a file or another page, the browser would not send the cookie along. From a page of ours it does.
  response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' }).end(THRESHOLD);
}

/** Why a connection may not come in, and the status that says so; undefined if it may. */
function refusalOfConnection(
  request: IncomingMessage,
  access: Access,
): { readonly why: string; readonly status: number } | undefined {
  const target = requestTarget(request.url);
  if (target === undefined) return { why: 'no path', status: REFUSAL_STATUS.target };
  const why =
    access.checkHost(request) ??
    access.checkOrigin(request) ??
    // A page always says where it is from; what does not is no page of ours.
    (request.headers.origin === undefined ? 'no Origin' : undefined) ??
    access.checkCookie(request) ??
    (target.path === API_PATH ? undefined : 'no such place');
  return why === undefined ? undefined : { why, status: REFUSAL_STATUS.place };
}

/** Files are read while they are sent: one that fails breaks off its own answer, and a reader that leaves closes it. */
function keepFailuresIn(response: ServerResponse): void {
  response.on('error', breakOff);
  response.on('pipe', (file) => {
    file.on('error', () => response.destroy());
    response.on('close', () => file.destroy());
  });
}

function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else plain(response, 500, 'This is a fault of ours.');
}

function plain(response: ServerResponse, status: number, sentence: string): void {
  setHeaders(response);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${sentence}\n`);
}

function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
}

/** Says so, then lets go: whoever is refused need not hang up for the connection to end. */
function refuseConnection(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    () => socket.destroy(),
  );
}

/** A connection that breaks is the matter of whoever broke it: Node has closed it already. */
function breakOff(): void {}

/** Without the query: a wrong key is not for the log. */
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
