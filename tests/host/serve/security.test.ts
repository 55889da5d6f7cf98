import { request } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningServer } from '../../../host/serve/server.ts';
import { connect, cookieOf } from '../api/doors.ts';
import { startTestServer, type TestServer } from './testServer.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

describe('the browser shell', () => {
  let running: TestServer;
  let server: RunningServer;
  let log: readonly string[];
  /** How many lines were logged before what is looked at. */
  let seen = 0;
  beforeEach(async () => {
    running = await startTestServer();
    ({ server, log } = running);
    writeFileSync(join(running.directory, 'secret.txt'), 'secret');
  });
  afterEach(() => running.close());

  /** A request as it is written, without a client's tidying up of its path. */
  function get(
    path: string,
    headers: Readonly<Record<string, string>> = {},
    method = 'GET',
  ): Promise<Answer> {
    const { hostname, port } = new URL(server.origin);
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

  const pathOf = (address: string): string => address.slice(server.origin.length);

  it('listens on the loopback only', () => {
    expect(new URL(server.origin).hostname).toBe('127.0.0.1');
  });

  it('takes a key for a cookie that scripts cannot read and other sites cannot send', async () => {
    const answer = await get(pathOf(server.invite()));
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(String(answer.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    const cookie = await cookieOf(server.invite());
    const page = await get('/', { cookie });
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Fleetcast') });
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    const policy = String(page.headers['content-security-policy']).split('; ');
    for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "webrtc 'block'"]) {
      expect(policy).toContain(rule);
    }
  });

  it('takes each key once, of however many come at once, and says when', async () => {
    let used = 0;
    const path = pathOf(server.invite(() => used++));
    const other = pathOf(server.invite());
    for (const method of ['HEAD', 'POST']) expect((await get(path, {}, method)).status).not.toBe(303);
    expect((await get(path, { host: 'evil.example' })).status).toBe(403);
    expect(used).toBe(0);
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await get(path)).status));
    expect(statuses.sort()).toEqual([303, ...Array<number>(9).fill(401)]);
    expect(used).toBe(1);
    expect(log.join()).not.toContain(path.slice(-20));
    // Others serve on; a browser that is in need not use one up.
    const cookie = await cookieOf(server.invite());
    expect(await get(other, { cookie })).toMatchObject({ status: 303, headers: { location: '/' } });
    const from = { cookie, 'sec-fetch-site': 'same-site' };
    expect((await get(other, from)).status).toBe(200);
    expect((await get(other)).status).toBe(303);
  });

  it('lets a browser in that a file leads here, by a page that goes on by itself', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'null' };
    const path = pathOf(server.invite());
    const threshold = await get(path, headers);
    expect(threshold).toMatchObject({
      status: 200,
      body: expect.stringContaining('<meta http-equiv="refresh" content="0; url=/">'),
    });
    expect(String(threshold.headers['set-cookie'])).toMatch(/; HttpOnly/);
    expect((await get(path, headers)).status).toBe(401);
  });

  it.each([
    ['no key', '/', {}],
    ['a wrong key', '/?key=guess', {}],
    ['a wrong cookie', '/', { cookie: 'fleetcast-1=guess' }],
    ['a file without a key', '/index.html', {}],
  ])('refuses and logs %s', async (_what, path, headers) => {
    expect(await get(path, headers)).toMatchObject({ status: 401, body: expect.stringMatching(/terminal/) });
    expect(log.join()).toMatch(/refused: GET .*no (valid key|key that serves)/);
    expect(log.join()).not.toMatch(/guess/);
  });

  it('refuses and logs a foreign Host, a foreign Origin, and requests from other sites', async () => {
    const cookie = await cookieOf(server.invite());
    const { port } = new URL(server.origin);
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
      seen = log.length;
      expect(await get('/', { cookie, ...headers })).toMatchObject({ status: 403 });
      expect(log.slice(seen).join()).toMatch(
        /^refused: GET "\/": (foreign (Host|Origin)|a request from another site)/,
      );
    }
    expect((await get('/', { cookie, host: `localhost:${port}` })).status).toBe(200);
  });

  it('gives nothing outside its files, however the path is written', async () => {
    const cookie = await cookieOf(server.invite());
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
    const cookie = await cookieOf(server.invite());
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get('/', { cookie }, method)).status).toBe(405);
    }
  });

  it('refuses a connection without the cookie, without an Origin, from a foreign one, or to elsewhere', async () => {
    const { host, origin } = new URL(server.origin);
    const cookie = await cookieOf(server.invite());
    const attempts: readonly { path?: string; headers: Record<string, string> }[] = [
      { headers: { origin } },
      { headers: { origin, cookie: 'fleetcast-1=guess' } },
      { headers: { cookie } },
      { headers: { cookie, origin: 'http://evil.example' } },
      { headers: { cookie, origin, host: 'evil.example' } },
      { path: '/elsewhere', headers: { cookie, origin } },
    ];
    for (const { path = '/api', headers } of attempts) {
      seen = log.length;
      const socket = new WebSocket(`ws://${host}${path}`, { headers });
      const status = await new Promise((resolve) => {
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.on('open', () => resolve('open'));
        socket.on('error', () => resolve('error'));
      });
      expect(status).toBe(403);
      expect(log.slice(seen).join()).toMatch(/^refused: a connection to /);
    }
  });

  it('closes a connection that sends what is no call, and goes on serving others', async () => {
    const good = await connect(server);
    for (const message of ['hello', '{}', '[1', '{"i":', JSON.stringify({ i: '1', p: null, t: 99 })]) {
      const socket = await connect(server);
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
    const socket = await connect(server);
    const code = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined);
    socket.send(Buffer.alloc(66 * 1024 * 1024));
    expect(await code).toBe(1009);
    expect(log.join('\n')).toMatch(/refused: a message larger than any call/);
  });
});
