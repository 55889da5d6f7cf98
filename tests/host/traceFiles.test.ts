import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectTraceFile, openTrace, stampOf } from '../../host/files/traceFiles.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetcast-traces-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

const never = new AbortController().signal;

// Three bytes a character, so that the edges of chunks of 2^18 bytes cut characters.
const LONG = `${'€'.repeat(400_000)}\nend`;

describe('openTrace', () => {
  it('gives the text, characters whole across chunk edges', async () => {
    expect(await textOf(openTrace(file('plain.csv', LONG)))).toBe(LONG);
  });

  it('reads gzip by its content, whatever the name, several members too', async () => {
    const members = Buffer.concat([gzipSync(LONG), gzipSync('more')]);
    expect(await textOf(openTrace(file('named.csv', members)))).toBe(`${LONG}more`);
    expect(await textOf(openTrace(file('plain.gz', 'a,b\n')))).toBe('a,b\n');
  });

  it('gives nothing for an empty file, and drops a byte order mark', async () => {
    expect(await textOf(openTrace(file('empty', '')))).toBe('');
    expect(await textOf(openTrace(file('bom', '\ufeffa,b')))).toBe('a,b');
  });

  it.each([
    ['missing', () => join(directory, 'nowhere.csv'), 'there is no such file'],
    ['a directory', () => directory, 'it is a directory, not a file'],
    ['damaged gzip', () => file('damaged', gzipSync(LONG).fill(7, 40, 200)), 'its gzip data is damaged'],
    ['cut gzip', () => file('cut', gzipSync(LONG).subarray(0, 300)), 'its gzip data ends too early'],
  ])('says in words that it is %s', async (_name, path, reason) => {
    await expect(textOf(openTrace(path()))).rejects.toMatchObject({
      name: 'TraceFileError',
      message: reason,
    });
  });

  it('refuses a file that changed since it was looked at', async () => {
    const path = file('changing', 'a,b\n');
    const stamp = await stampOf(path);
    expect(await textOf(openTrace(path, stamp))).toBe('a,b\n');
    utimesSync(path, new Date(0), new Date(0));
    await expect(textOf(openTrace(path, stamp))).rejects.toThrow('changed');
  });

  it('closes the file when left early', async () => {
    for await (const chunk of openTrace(file('early', LONG))) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe('inspectTraceFile', () => {
  it('hashes the text it lets through, compressed or not', async () => {
    const expected = createHash('sha256').update(LONG).digest('hex');
    for (const content of [LONG, gzipSync(LONG)]) {
      const found = await inspectTraceFile(file('hashed', content), textOf, { signal: never });
      expect(found.result).toBe(LONG);
      expect(found.contentHash).toBe(expected);
    }
  });

  it('stops when aborted', async () => {
    const reason = new Error('stop');
    await expect(
      inspectTraceFile(file('stopped', LONG), textOf, { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });
});
