// What `npm run build:desktop` makes, and what electron-builder packs of it. The built host runs here in a
// worker of plain Node, told by a stand-in of Electron's parent port.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedNativeFile } from '../../electron/nativeFiles.ts';
import type { HostMessage } from '../../host/api/hostMessages.ts';
import type { HostClient } from '../../host/api/shell.ts';
import { redeemTickets } from '../../electron/redeemTickets.ts';
import { makeTickets } from '../../electron/tickets.ts';
import { ROOT, runTool } from '../tooling/runTool.ts';

const DIST = join(ROOT, 'electron', 'dist');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

const PARENT_PORT = `
const { parentPort, workerData } = require('node:worker_threads');
process.parentPort = {
  postMessage: (message) => parentPort.postMessage(message),
  on: (event, listener) => parentPort.on(event, ({ data, port }) => listener({ data, ports: port ? [port] : [] })),
};
import(workerData);`;

describe('the built app', () => {
  let folder = '';
  let host: Worker;
  const tickets = makeTickets();
  const answer = redeemTickets(tickets);
  const tell = (data: HostMessage, port?: MessagePort) =>
    host.postMessage({ data, port }, port === undefined ? [] : [port as never]);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fleetcast-built-'));
    const { status, output } = runTool('node', ['electron/build.ts']);
    if (status !== 0) throw new Error(output);
    host = new Worker(PARENT_PORT, {
      eval: true,
      workerData: pathToFileURL(join(DIST, 'host', 'main.js')).href,
      env: { ...process.env, FLEETCAST_DATA: join(folder, 'data') },
    });
    host.on('message', (message) => {
      const reply = answer(message);
      if (reply !== undefined) tell(reply);
    });
  });
  afterAll(async () => {
    await host.terminate();
    rmSync(folder, { recursive: true, force: true });
  });

  it('simulates what a window asks for, with workers of its own', async () => {
    const { port1, port2 } = new MessageChannel();
    tell({ kind: 'connect' }, port2 as unknown as MessagePort);
    const client: HostClient = createORPCClient(new RPCLink({ port: port1 as never }));
    port1.start();
    const { id, text } = await client.documents.openExample({ example: 'support-assistant' });
    const { run, mode } = await client.runs.draft({ documentId: id, text });
    expect(mode).toBe('draft');
    expect(run.verdict).toMatch(/USD/);
    port1.close();
  });

  it('opens a file by the ticket that main granted, and none without', async () => {
    const { port1, port2 } = new MessageChannel();
    tell({ kind: 'connect' }, port2 as unknown as MessagePort);
    const client: HostClient = createORPCClient(new RPCLink({ port: port1 as never }));
    port1.start();
    const path = join(folder, 'mine.yaml');
    writeFileSync(path, read('scenarios', 'coding-assistant.yaml'));
    const guessed = 'd9b2d63d-a233-4123-847a-7090d86a1e8c';
    const ticket = tickets.grant(path, 'read');
    await expect(client.documents.openTicket({ ticket: guessed })).rejects.toMatchObject({ code: 'REFUSED' });
    expect(await client.documents.openTicket({ ticket })).toMatchObject({ origin: { kind: 'file', path } });
    port1.close();
  });

  it('ends when it is told to', async () => {
    const ended = new Promise((resolve) => host.once('exit', resolve));
    tell({ kind: 'stop' });
    expect(await ended).toBe(0);
  });

  it('has a preload that requires Electron and nothing else, as a sandbox allows', () => {
    const text = readFileSync(join(DIST, 'electron', 'preload.cjs'), 'utf8');
    const required = [...text.matchAll(/require\(["'`]([^"'`]+)/g)].map(([, name]) => name);
    expect(required).toEqual(['electron']);
    expect(text).not.toMatch(/^(import|export) /m);
  });

  it('knows the hash of every file that stays outside the archive', () => {
    const list = JSON.parse(read('electron', 'dist', 'electron', 'nativeFiles.json')) as Record<
      string,
      string
    >;
    const prebuilds = join('node_modules', 'better-sqlite3', 'prebuilds');
    const natives = readdirSync(join(ROOT, prebuilds)).map((name) => `${prebuilds}/${name}`);
    expect(Object.keys(list)).toEqual(natives.sort());
    expect(changedNativeFile(ROOT, join(DIST, 'electron', 'nativeFiles.json'))).toBeUndefined();
  });

  it('starts where package.json says', () => {
    const { main } = JSON.parse(read('package.json'));
    expect(read(main)).toContain("from 'electron'");
  });
});

describe('the package', () => {
  const config = JSON.parse(read('electron', 'builder.json'));

  it('has its fuses set', () => {
    expect(config.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    });
  });

  it('is one archive, but for the library that the system loads', () => {
    expect(config.asar).toBe(true);
    expect(config.asarUnpack).toEqual(['**/node_modules/better-sqlite3/prebuilds/*.node']);
  });

  it('is made for three systems', () => {
    expect(config.linux.target).toEqual(['AppImage', 'deb']);
    expect(config.mac.target).toEqual(['dmg']);
    expect(config.win.target).toEqual(['nsis']);
  });

  it('leaves out the Node that Electron brings itself', () => {
    expect(config.files).toContain('!**/node_modules/node-{bin,darwin,linux,win}-*/**');
  });
});
