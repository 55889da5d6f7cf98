import { request } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createBackRoom } from '../../../host/backRoom/backRoom.ts';
import { type RunningServer, serve } from '../../../host/serve/server.ts';
import { connect, cookieOf, someAssets, temporaryDirectory } from '../api/doors.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

describe('the browser shell', () => {
  let server: RunningServer;
  let log: string[];
  let place: ReturnType<typeof temporaryDirectory>;
  let close: () => Promise<void>;
  beforeEach(async () => {
    place = temporaryDirectory();
    log = [];
    const warn = (line: string): void => void log.push(line);
    writeFileSync(join(place.directory, 'secret.txt'), 'secret');
    const backRoom = createBackRoom({ dataDirectory: place.directory, workers: 1, warn });
    server = await serve({ backRoom, assets: someAssets(place.directory), port: 0, log: warn });
    close = async () => {
      await server.close();
      await backRoom.close();
      place.remove();
    };
  });
  afterEach(() => close());

  /** A request as it is written, without a client's tidying up of its path. */
  function get(
    path: string,
    headers: Readonly<Record<string, string>> = {},
    method = 'GET',
  ): Promise<Answer> {
    const { hostname, port } = new URL(server.address);
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, headers, method }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += String(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  it('listens on the loopback only', () => {
    expect(new URL(server.address).hostname).toBe('127.0.0.1');
  });

  it('takes the token for a cookie that scripts cannot read and other sites cannot send', async () => {
    const { pathname, search } = new URL(server.address);
    const answer = await get(pathname + search);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/');
    expect(String(answer.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    const cookie = await cookieOf(server.address);
    const page = await get('/', { cookie });
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Fleetcast') });
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'/);
    expect(page.headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    ['no token', '/', {}],
    ['a wrong token', '/?token=guess', {}],
    ['a wrong cookie', '/', { cookie: 'fleetcast-1=guess' }],
    ['a file without a token', '/index.html', {}],
  ])('refuses and logs %s', async (_what, path, headers) => {
    expect(await get(path, headers)).toMatchObject({ status: 401, body: expect.stringMatching(/terminal/) });
    expect(log.join()).toMatch(/refused: GET .*no valid token/);
    expect(log.join()).not.toMatch(/guess/);
  });

  it('refuses and logs a foreign Host, a foreign Origin, and requests from other sites', async () => {
    const cookie = await cookieOf(server.address);
    const { port } = new URL(server.address);
    for (const headers of [
      { host: 'evil.example' },
      { host: `evil.example:${port}` },
      { host: `127.0.0.1.evil.example:${port}` },
      { host: '127.0.0.1:1' },
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${Number(port) + 1}` },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      log.length = 0;
      expect(await get('/', { cookie, ...headers })).toMatchObject({ status: 403 });
      expect(log.join()).toMatch(/^refused: GET "\/": (foreign (Host|Origin)|a request from another site)/);
    }
    expect((await get('/', { cookie, host: `localhost:${port}` })).status).toBe(200);
  });

  it('gives nothing outside its files, however the path is written', async () => {
    const cookie = await cookieOf(server.address);
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/..\\secret.txt',
      '/assets/../../secret.txt',
      '//etc/passwd',
      '/etc/passwd',
      '/%00',
      '/.env',
    ]) {
      const { status, body } = await get(path, { cookie });
      expect([400, 404]).toContain(status);
      expect(body).not.toMatch(/secret|root:/);
    }
  });

  it('answers nothing but GET', async () => {
    const cookie = await cookieOf(server.address);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get('/', { cookie }, method)).status).toBe(405);
    }
  });

  it('refuses a connection without the cookie, without an Origin, from a foreign one, or to elsewhere', async () => {
    const { host, origin } = new URL(server.address);
    const cookie = await cookieOf(server.address);
    const attempts: readonly { path?: string; headers: Record<string, string> }[] = [
      { headers: { origin } },
      { headers: { origin, cookie: 'fleetcast-1=guess' } },
      { headers: { cookie } },
      { headers: { cookie, origin: 'http://evil.example' } },
      { headers: { cookie, origin, host: 'evil.example' } },
      { path: '/elsewhere', headers: { cookie, origin } },
    ];
    for (const { path = '/api', headers } of attempts) {
      log.length = 0;
      const socket = new WebSocket(`ws://${host}${path}`, { headers });
      const status = await new Promise((resolve) => {
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.on('open', () => resolve('open'));
        socket.on('error', () => resolve('error'));
      });
      expect(status).toBe(403);
      expect(log.join()).toMatch(/^refused: a connection to /);
    }
  });

  it('closes a connection that sends what is no call, and goes on serving others', async () => {
    const good = await connect(server.address);
    for (const message of ['hello', '{}', '[1', '{"i":', JSON.stringify({ i: '1', p: null, t: 99 })]) {
      const socket = await connect(server.address);
      const closed = new Promise<number | 'open'>((resolve) => {
        socket.on('close', resolve);
        setTimeout(() => resolve('open'), 300);
      });
      socket.send(message);
      await closed;
      socket.terminate();
    }
    expect(log.join('\n')).toMatch(/refused: a message that is no call/);
    expect(good.readyState).toBe(WebSocket.OPEN);
    good.terminate();
  });

  it('ends a connection that sends more than the largest call', async () => {
    const socket = await connect(server.address);
    const code = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined);
    socket.send(Buffer.alloc(66 * 1024 * 1024));
    expect(await code).toBe(1009);
    expect(log.join('\n')).toMatch(/refused: Max payload size exceeded/);
  });
});
