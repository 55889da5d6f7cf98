// One door for all inputs: what is no plain file is refused in words, at once, whatever leads there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInput, readInput } from '../../host/files/inputFile.ts';
import { openTrace } from '../../host/files/traceFiles.ts';
import { replayScenario, runHere, smallScenario } from './cliRunner.ts';

let directory = '';
let socket: Server;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fleetcast-inputs-'));
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [at('pipe')]);
  symlinkSync('pipe', at('link-to-pipe'));
  symlinkSync('/dev/zero', at('link-to-zero'));
  symlinkSync('circle', at('circle'));
  socket = createServer();
  await new Promise<void>((resolve) => socket.listen(at('socket'), resolve));
});
afterAll(() => {
  socket.close();
  rmSync(directory, { recursive: true, force: true });
});

const at = (name: string): string => (name.startsWith('/') ? name : join(directory, name));

const SPECIAL = [
  ['pipe', 'it is a pipe, not a file'],
  ['link-to-pipe', 'it is a pipe, not a file'],
  ['/dev/zero', 'it is a device, not a file'],
  ['link-to-zero', 'it is a device, not a file'],
  ['.', 'it is a directory, not a file'],
  ['socket', 'it is a socket, not a file'],
] as const;

describe.skipIf(process.platform === 'win32')('refused in words', () => {
  it.each(SPECIAL)('%s, when it is opened', (name, reason) => {
    expect(() => openInput(at(name))).toThrow(reason);
  });

  it.each(SPECIAL)('%s, as a trace', async (name, reason) => {
    await expect(openTrace(at(name)).next()).rejects.toMatchObject({
      name: 'TraceFileError',
      message: expect.stringContaining(reason),
    });
  });

  it.each([...SPECIAL, ['circle', 'lead in a circle'] as const])(
    '%s, wherever the command line takes a file',
    async (name, reason) => {
      const file = at(name);
      const scenario = (text: string, more: string): string => {
        const path = at(`scenario-${more.replaceAll(/\W/g, '')}.yaml`);
        writeFileSync(path, text);
        return path;
      };
      const prices = smallScenario({ more: `prices: { file: ${file} }\n` });
      const calibrated = smallScenario({ more: `calibration: ${file}\n` });
      const commands = [
        ['validate', file],
        ['compare', file, file],
        ['validate', scenario(replayScenario(file), 'trace')],
        ['validate', scenario(prices, 'prices')],
        ['validate', scenario(calibrated, 'calibration')],
        ['costs', file],
        ['calibrate', file],
        ['accuracy', file],
        ['prices', 'list', '--file', file],
        ['prices', 'import', file, '--to', at('new.yaml')],
        ['serve', file],
      ];
      for (const args of commands) {
        const answer = await runHere(args);
        expect(`${args[0]}: ${answer.stderr}`).toContain(reason);
        expect(answer).toMatchObject({ code: 2, stdout: '' });
      }
    },
  );

  it('a pipe that standard input is, and no file that it is', () => {
    const script = `import { openInput } from ${JSON.stringify(join(import.meta.dirname, '../../host/files/inputFile.ts'))};
      try { console.log(openInput('/dev/stdin').bytes) } catch (error) { console.log(error.message) }`;
    const told = (before: string): string =>
      execFileSync(
        'sh',
        ['-c', `${before} "$NODE" --input-type=module -e "$SCRIPT" ${before === '' ? '< "$FILE"' : ''}`],
        {
          encoding: 'utf8',
          env: { ...process.env, NODE: process.execPath, SCRIPT: script, FILE: at('plain') },
        },
      );
    writeFileSync(at('plain'), 'four');
    expect(told('echo text |')).toMatch(/it is a pipe, not a file: write what comes out of it into one/);
    expect(told('')).toBe('4\n');
  });
});

describe('an input that is a file', () => {
  it('is read whole, up to its limit', () => {
    writeFileSync(at('whole'), 'x'.repeat(200_000));
    expect(readInput(at('whole'), 200_000)).toHaveLength(200_000);
    expect(() => readInput(at('whole'), 199_999)).toThrow('it is larger than 0.199999 MB');
  });

  it('is not read into memory first where it is far too large', () => {
    writeFileSync(at('sparse'), '');
    truncateSync(at('sparse'), 2 ** 40);
    expect(() => readInput(at('sparse'), 4_000_000)).toThrow('it is larger than 4 MB');
  });

  it.skipIf(process.platform !== 'linux')(
    'is read to its limit where it does not say how large it is',
    () => {
      // Made while it is read: its size is 0.
      expect(readInput('/proc/self/status', 1_000_000).toString()).toContain('VmPeak');
      expect(readFileSync('/proc/kallsyms').length).toBeGreaterThan(1000);
      expect(() => readInput('/proc/kallsyms', 1000)).toThrow('it is larger than');
    },
  );
});
