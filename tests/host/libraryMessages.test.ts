import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileRefusal } from '../../host/files/fileKind.ts';
import { systemReason } from '../../host/files/systemReason.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

/** How libraries begin what they say. */
const OF_LIBRARIES =
  /Invalid (input|ISO|string)|expected \w+, received|Too (big|small)|E[A-Z]{3,}: |at line \d+, column|Unrecognized key|SQLITE_/;

const scenario = `fleetcast: 1
name: x
horizon: { start: 2026-01-05, hours: 2 }
prices: { file: prices.yaml }
calibration: mine.json
workloads: [{ id: w, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 2, outputTokens: 2, target: p }]
pools: [{ id: p, batching: { kvBlocks: 400 }, stepTime: { linear: { baseMs: 20 } } }]
`;

describe('what a library says is not passed on', () => {
  it.each([
    ['prices.yaml', 'fleetcastPrices: [1', /prices\.yaml:1:\d+: not valid YAML: /],
    [
      'prices.yaml',
      'fleetcastPrices: 2\nrows: 7\nmore: 1\n',
      /prices\.yaml:1:18: fleetcastPrices: must be 1, got 2/,
    ],
    [
      'prices.yaml',
      'fleetcastPrices: 2\nrows: 7\nmore: 1\n',
      /prices\.yaml:2:7: rows: must be a list, got 7/,
    ],
    [
      'prices.yaml',
      'fleetcastPrices: 1\nrows: [{ instance: a/b, gpus: 0, perHour: x, validFrom: soon }]\n',
      /rows\.0\.perHour: must be a number, got “x”/,
    ],
    [
      'prices.yaml',
      'fleetcastPrices: 1\nrows: [{ instance: a/b, gpus: 0, perHour: 1, validFrom: soon }]\n',
      /rows\.0\.validFrom: must be a day such as/,
    ],
    [
      'mine.json',
      '{"fleetcastCalibration": 7}',
      /mine\.json:1:26: fleetcastCalibration: is of another version/,
    ],
    ['mine.json', '{"fleetcastCalibration": ', /mine\.json:\d+:\d+: not valid YAML/],
  ])('of %s: %s', async (name, content, told) => {
    desk.write('prices.yaml', 'fleetcastPrices: 1\nrows: []\n');
    desk.write(name, content);
    desk.write('s.yaml', name === 'mine.json' ? scenario : scenario.replace('calibration: mine.json\n', ''));
    const { code, stderr } = await runHere(['validate', 's.yaml'], desk);
    expect(code).toBe(2);
    expect(stderr).toMatch(told);
    expect(stderr).not.toMatch(OF_LIBRARIES);
  });

  it('of a file system: a path that is no place to write to, a name that is too long', async () => {
    mkdirSync(join(desk.directory, 'taken'));
    desk.write(
      's.yaml',
      scenario.replace('calibration: mine.json\n', '').replace('prices: { file: prices.yaml }\n', ''),
    );
    const long = await runHere(['simulate', 's.yaml', '--out', 'x'.repeat(300)], desk);
    expect(long.code).toBe(2);
    expect(long.stderr).toMatch(/cannot be written: its name is too long/);
    const missing = await runHere(['validate', 'y'.repeat(300)], desk);
    expect(missing.code).toBe(2);
    for (const { stderr } of [long, missing]) expect(stderr).not.toMatch(OF_LIBRARIES);
  });

  it('has words for codes, says which one it does not know, and lets sentences of ours by', () => {
    const coded = (code: string) => Object.assign(new Error(`${code}: what the library says`), { code });
    expect(systemReason(coded('ENOSPC'))).toBe('there is no space left on the disk');
    expect(systemReason(coded('SQLITE_IOERR_WRITE'))).toBe('its disk cannot be read or written');
    expect(systemReason(coded('EWHATEVER'))).toBe('the system says EWHATEVER');
    expect(systemReason(new Error('a newer version of Fleetcast made it'))).toBe(
      'a newer version of Fleetcast made it',
    );
    expect(systemReason(new FileRefusal('not a file', 'it is a pipe'))).toBe('it is a pipe');
    expect(systemReason('text')).toBe('no reason is given');
  });
});
