import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_SCHEME, appFiles, CONTENT_SECURITY_POLICY, fileOfAddress } from '../../electron/appProtocol.ts';
import { isOurs, START_PAGE } from '../../electron/origin.ts';

let folder = '';
let root = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleetcast-protocol-'));
  root = join(folder, 'dist');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(folder, 'dist-other'));
  writeFileSync(join(root, 'index.html'), '<title>Fleetcast</title>');
  writeFileSync(join(root, 'assets', 'a b.js'), 'export const a = 1;');
  writeFileSync(join(root, 'assets', 'key.pem'), 'of no known type');
  writeFileSync(join(folder, 'secret.html'), 'secret');
  writeFileSync(join(folder, 'dist-other', 'secret.html'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const get = (address: string, method = 'GET') => appFiles(root)({ url: address, method } as Request);

describe('isOurs', () => {
  it.each([START_PAGE, 'app://fleetcast', 'app://fleetcast/a?b#c'])('%s is', (address) => {
    expect(isOurs(address)).toBe(true);
  });

  it.each([
    'app://other/index.html',
    'app://fleetcast.example/index.html',
    'app://fleetcast:81/index.html',
    'app://me@fleetcast/index.html',
    'apps://fleetcast/index.html',
    'http://fleetcast/index.html',
    'https://example.com/#app://fleetcast/',
    'file:///app://fleetcast/',
    'javascript:0//app://fleetcast/',
    'about:blank',
    '',
  ])('%s is not', (address) => {
    expect(isOurs(address)).toBe(false);
  });
});

describe('fileOfAddress', () => {
  it.each([
    ['app://fleetcast/index.html', 'index.html'],
    ['app://fleetcast/', 'index.html'],
    ['app://fleetcast/assets/a%20b.js?v=1', 'assets/a b.js'],
  ])('finds %s', (address, file) => {
    expect(fileOfAddress(address, root)).toBe(join(root, file));
  });

  it.each([
    ['an encoded slash', 'app://fleetcast/..%2fsecret.html'],
    ['dots inside', 'app://fleetcast/assets/..%2f..%2fsecret.html'],
    ['a neighbour of like name', 'app://fleetcast/..%2fdist-other/secret.html'],
    ['the folder itself', 'app://fleetcast/assets/..%2f'],
    ['a zero byte', 'app://fleetcast/index.html%00.png'],
    ['a malformed escape', 'app://fleetcast/%E0%A4%A'],
    ['another host', 'app://elsewhere/index.html'],
    ['another scheme', 'file:///index.html'],
  ])('refuses %s', (_, address) => {
    expect(fileOfAddress(address, root)).toBeUndefined();
  });

  it.each([
    ['an absolute path', 'app://fleetcast//etc/passwd', 'etc/passwd'],
    ['dots', 'app://fleetcast/../../secret.html', 'secret.html'],
    ['encoded dots', 'app://fleetcast/%2e%2e/secret.html', 'secret.html'],
  ])('takes %s in the address for a path below the root', (_, address, file) => {
    expect(fileOfAddress(address, root)).toBe(join(root, file));
  });
});

describe('appFiles', () => {
  it('answers a page with its type and the policy', async () => {
    const response = await get(START_PAGE);
    expect(await response.text()).toBe('<title>Fleetcast</title>');
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('Content-Security-Policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
  });

  it('answers a script as JavaScript', async () => {
    const response = await get('app://fleetcast/assets/a%20b.js');
    expect(response.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    ['a path that leads out', 'app://fleetcast/..%2fsecret.html', 'GET', 404],
    ['no such file', 'app://fleetcast/none.js', 'GET', 404],
    ['a folder', 'app://fleetcast/assets', 'GET', 404],
    ['a file of no known type', 'app://fleetcast/assets/key.pem', 'GET', 404],
    ['a way to write', START_PAGE, 'POST', 405],
  ])('refuses %s, still with the policy', async (_, address, method, status) => {
    const response = await get(address, method);
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Security-Policy')).toBe(CONTENT_SECURITY_POLICY);
  });

  it('gives no body to HEAD', async () => {
    const response = await get(START_PAGE, 'HEAD');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

it('the policy lets scripts come from the app alone, and nothing be evaluated', () => {
  const rules = CONTENT_SECURITY_POLICY.split('; ');
  expect(rules).toContain("default-src 'none'");
  expect(rules).toContain("script-src 'self'");
  expect(rules).toContain("webrtc 'block'");
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-eval|http|\*/);
});

it('the scheme gets no more than an origin of its own', () => {
  expect(APP_SCHEME.privileges).not.toHaveProperty('bypassCSP');
  expect(APP_SCHEME.privileges).not.toHaveProperty('corsEnabled');
  expect(APP_SCHEME.privileges).toMatchObject({ standard: true, secure: true });
});
