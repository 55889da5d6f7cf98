// A thousand ways to talk to the server wrongly, with and without the key, over plain connections.
import { unlinkSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { requestTarget } from '../../../host/serve/requestTarget.ts';
import { connect, cookieOf } from '../api/doors.ts';
import { watchProcess } from '../watchProcess.ts';
import { startTestServer, type TestServer } from './testServer.ts';

const SEED = 13;
const REQUESTS = 1000;
const AT_A_TIME = 40;

let running: TestServer;
let port = 0;
let cookie = '';
/** Of a window that was there before. */
let window: WebSocket;
const { reached, stop } = watchProcess();

beforeAll(async () => {
  running = await startTestServer();
  const { server } = running;
  port = Number(new URL(server.origin).port);
  cookie = await cookieOf(server.invite());
  window = await connect(server);
});
afterAll(async () => {
  window.terminate();
  await running.close();
  stop();
});

type Leaving = 'after the answer' | 'with a reset' | 'half-way';

/** Sends bytes as they are; gives the status of the answer, or 0 where the connection ended without one. */
function send(bytes: string | Uint8Array, leaving: Leaving = 'after the answer'): Promise<number> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connectTo({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      if (leaving === 'half-way') socket.end(bytes);
      else
        socket.write(bytes, () => {
          if (leaving !== 'with a reset') return;
          socket.resetAndDestroy();
          resolve(0);
        });
    });
    const end = (): void => {
      socket.destroy();
      resolve(Number(/^HTTP\/1\.[01] (\d{3}) /.exec(answer)?.[1] ?? 0));
    };
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\r\n')) end();
    });
    socket.on('end', end);
    socket.on('error', end);
  });
}

/** Sends all of them, some at a time; gives their answers. */
async function sendAll<T>(all: readonly T[], one: (value: T) => Promise<number>): Promise<number[]> {
  const answers: number[] = [];
  for (let at = 0; at < all.length; at += AT_A_TIME) {
    answers.push(...(await Promise.all(all.slice(at, at + AT_A_TIME).map(one))));
  }
  return answers;
}

async function expectUnharmed(): Promise<void> {
  expect(await send(head('GET', '/', [`Cookie: ${cookie}`]))).toBe(200);
  expect(await send(head('GET', '/'))).toBe(401);
  expect(window.readyState).toBe(WebSocket.OPEN);
  expect(reached).toEqual([]);
}

const head = (method: string, target: string, headers: readonly string[] = [], version = 'HTTP/1.1') =>
  [`${method} ${target} ${version}`, `Host: 127.0.0.1:${port}`, ...headers, '', ''].join('\r\n');

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** Targets that are no path of a server: other forms of HTTP's, and what is none of them. */
const badTarget = fc.oneof(
  fc.constantFrom(
    '//',
    '//[',
    '/\\',
    '///',
    '/\\\\',
    '//[::1',
    '//@',
    '/[',
    '/%',
    '/%0',
    '/%zz',
    '/a|b',
    '*',
  ),
  fc
    .tuple(
      fc.constantFrom(
        '//',
        '//[',
        '/\\',
        '\\',
        'http:',
        'http://',
        'http://[',
        'file:///',
        'ws://',
        '::',
        '#',
      ),
      fc.string({ unit: fc.constantFrom(...'abz09/\\[]:@?#%&=.*|^"<>{}`~') }),
    )
    .map(([start, rest]) => start + rest),
  fc.webUrl({ withQueryParameters: true }),
  fc.tuple(fc.domain(), fc.integer({ min: 1, max: 99_999 })).map(([name, number]) => `${name}:${number}`),
);

const keyed = fc.boolean();
const leaving = fc.constantFrom<Leaving>('after the answer', 'after the answer', 'with a reset', 'half-way');
const method = fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'CONNECT', 'DELETE');

describe('what a stranger sends', () => {
  it('is answered with 400 where its target is no path, asked for or to be connected to', async () => {
    const request = fc.record({ target: badTarget, method, upgrades: fc.boolean(), keyed, leaving });
    const requests = fc.sample(request, { seed: SEED, numRuns: REQUESTS / 2 });
    const answers = await sendAll(requests, (sent) => {
      const key = sent.keyed ? [`Cookie: ${cookie}`, `Origin: http://127.0.0.1:${port}`] : [];
      const headers = [...key, ...(sent.upgrades ? UPGRADE : ['Content-Length: 0'])];
      return send(head(sent.method, sent.target, headers), sent.leaving);
    });
    const told = requests.flatMap((sent, at) =>
      sent.leaving === 'after the answer' ? [{ ...sent, status: answers[at] }] : [],
    );
    expect(told.length).toBeGreaterThan(REQUESTS / 5);
    expect(told.filter(({ status }) => status !== 400)).toEqual([]);
    await expectUnharmed();
  });

  it('is refused where it is no HTTP, too long, or no handshake', async () => {
    const line = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll('\n', ' '));
    const broken = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => [...Buffer.from(bytes), 10, 10]),
      line.map((text) => `${text}\r\n\r\n`),
      line.map((text) => `GET / ${text}\r\n\r\n`),
      fc
        .constantFrom('HTTP/0.9', 'HTTP/2.0', 'HTTP/9', 'http/1.1', 'HTTP/1.1 HTTP/1.1')
        .map((version) => head('GET', '/', [], version)),
      fc
        .constantFrom(
          'Content-Length: -1',
          'Content-Length: 1e9',
          'Content-Length: 5\r\nTransfer-Encoding: chunked',
          'Transfer-Encoding: chunked, nonsense',
          ' folded: yes',
          'no colon',
          ': no name',
          `Long: ${'x'.repeat(70_000)}`,
          'Expect: the-unexpected',
          'Na\u0000me: value',
        )
        .map((header) => head('GET', '/', [header])),
      fc
        .constantFrom(
          'Sec-WebSocket-Version: 12',
          'Sec-WebSocket-Key: short',
          'Upgrade: h2c, websocket, nonsense',
        )
        .map((header) => head('GET', '/api', [`Cookie: ${cookie}`, ...UPGRADE.slice(0, 2), header])),
      fc.constant('GET / HTTP/1.1\r\n\r\n'),
      fc.constant('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n'),
      fc.constant('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    );
    // What may go on would be waited for (408), were it not over.
    const ending = fc.constantFrom<Leaving>('half-way', 'half-way', 'with a reset');
    const requests = fc.sample(fc.tuple(broken, ending), { seed: SEED, numRuns: REQUESTS / 2 });
    const answers = await sendAll(requests, ([sent, how]) =>
      send(typeof sent === 'string' ? Buffer.from(sent, 'latin1') : Uint8Array.from(sent), how),
    );
    expect(answers.filter((status) => ![0, 400, 401, 403, 405, 417, 426, 431].includes(status))).toEqual([]);
    expect(answers.filter((status) => status === 400).length).toBeGreaterThan(REQUESTS / 10);
    await expectUnharmed();
  });

  it('is a part of a file that is none: files go out whole', async () => {
    for (const range of ['bytes=5-2', 'bytes=x-y', 'bytes=-', 'bytes=99999999-', 'lines=1-2']) {
      expect(await send(head('GET', '/', [`Cookie: ${cookie}`, `Range: ${range}`]))).toBe(200);
    }
    await expectUnharmed();
  });
});

it('breaks off its own answer where a file is gone, and no other', async () => {
  unlinkSync(running.page);
  expect(await send(head('GET', '/', [`Cookie: ${cookie}`]))).toBe(0);
  expect(await send(head('GET', '/'))).toBe(401);
  expect(window.readyState).toBe(WebSocket.OPEN);
  expect(reached).toEqual([]);
});

it('takes any path that a browser writes for a path', () => {
  fc.assert(
    fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
      fc.pre(!path.startsWith('//'));
      const url = new URL(`http://127.0.0.1${path === '' ? '/' : path}?${query}`);
      fc.pre(!url.pathname.startsWith('//'));
      const target = requestTarget(url.pathname + url.search);
      expect(target?.path).toBe(url.pathname);
      expect([...(target?.query ?? [])]).toEqual([...url.searchParams]);
    }),
    { seed: SEED },
  );
});
