import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASE_FILE } from '../../host/store/openDatabase.ts';
import type { Desk } from './cliRunner.ts';
import { comparable, openDesk, replayScenario, runHere, smallScenario } from './cliRunner.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
  desk.write('small.yaml', smallScenario());
});
afterEach(() => desk.clear());

const dataFlags = (name: string): string[] => ['--data-dir', join(desk.home, name)];

describe('simulate', () => {
  it('prints one JSON document, the same for any number of workers and from the store', async () => {
    const one = await desk.run(['simulate', 'small.yaml', '--json', '--workers', '1', ...dataFlags('one')]);
    const three = await desk.run([
      'simulate',
      'small.yaml',
      '--json',
      '--workers',
      '3',
      ...dataFlags('three'),
    ]);
    const stored = await desk.run([
      'simulate',
      'small.yaml',
      '--json',
      '--workers',
      '2',
      ...dataFlags('one'),
    ]);
    expect([one.code, three.code, stored.code]).toEqual([0, 0, 0]);
    expect([one.stderr, three.stderr, stored.stderr]).toEqual(['', '', '']);
    expect(JSON.parse(three.stdout).fleetcast).toMatchObject({ seed: 1, workers: 3 });
    expect(comparable(three.stdout)).toEqual(comparable(one.stdout));
    expect(comparable(stored.stdout)).toEqual(comparable(one.stdout));
    expect(JSON.parse(one.stdout).requests.arrived).toBeGreaterThan(2 * 86_400 * 0.29);
  });

  it('takes seed and settings, and hashes the document that comes of them', async () => {
    const plain = JSON.parse((await desk.run(['simulate', 'small.yaml', '--json'])).stdout);
    const set = ['--set', 'pools.h100.replicas=4', '--set', 'horizon.days=1'];
    const changed = JSON.parse(
      (await desk.run(['simulate', 'small.yaml', '--json', '--seed', '9', ...set])).stdout,
    );
    expect(changed.fleetcast.seed).toBe(9);
    expect(changed.fleetcast.scenarioHash).toMatch(/^[0-9a-f]{64}$/);
    expect(changed.fleetcast.scenarioHash).not.toBe(plain.fleetcast.scenarioHash);
    expect(changed.horizon.hours).toBe(24);
    expect(changed.pools[0].peakReplicas).toBe(4);
    expect(changed.cost.total).toBe(4 * 24 * 3.5);
  });

  it('writes the report directory and prints a report, in a data directory of its own', async () => {
    const env = { FLEETCAST_DATA: join(desk.home, 'env') };
    const answer = await desk.run(['simulate', 'small.yaml', '--out', 'deep/out'], { env });
    expect(answer.code).toBe(0);
    expect(answer.stdout).toContain('Small');
    expect(answer.stdout).not.toContain('\u001b');
    const out = join(desk.directory, 'deep', 'out');
    expect(readdirSync(out).sort()).toEqual([
      'answer.html',
      'focus.csv',
      'forecast.json',
      'ledger.csv',
      'report.html',
      'report.xlsx',
      'usage.csv',
    ]);
    expect(readdirSync(join(desk.directory, 'deep'))).toEqual(['out']);
    expect(JSON.parse(readFileSync(join(out, 'forecast.json'), 'utf8')).horizon.hours).toBe(48);
    expect(existsSync(join(desk.home, 'env', DATABASE_FILE))).toBe(true);
  });

  it('writes every request of the first replication, whatever is stored and however many work', async () => {
    const run = (workers: string): Promise<{ code: number | null; stdout: string }> =>
      desk.run(['simulate', 'small.yaml', '--json', '--workers', workers, '--requests', `${workers}.csv`]);
    const answers = [await run('1'), await run('2')];
    expect(answers.map(({ code }) => code)).toEqual([0, 0]);
    const [one, two] = ['1.csv', '2.csv'].map((name) => readFileSync(join(desk.directory, name), 'utf8'));
    expect(two).toBe(one);
    const rows = one
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    rows.forEach((row, id) => {
      const [arrival, start, first, end] = [row[5], row[9], row[10], row[11]].map(Number);
      const inOrder = Number(row[0]) === id && arrival <= start && start < first && first <= end;
      if (!inOrder || row[12] !== 'completed') throw new Error(`row ${id}: ${row.join()}`);
    });
    const arrivals = rows.map((row) => Number(row[5]));
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    const { requests, replications } = JSON.parse(answers[0].stdout);
    expect(replications).toBe(2);
    expect(Math.abs(rows.length / requests.arrived - 1)).toBeLessThan(0.02);
    expect(desk.files().filter((name) => name.includes('.csv'))).toEqual(['work/1.csv', 'work/2.csv']);
  });

  it('ends quietly when whoever reads the output leaves', async () => {
    const answer = await desk.run(['simulate', 'small.yaml', '--json'], { closeOutput: true });
    expect(answer).toMatchObject({ code: 0, stderr: '' });
  });

  it('replays a trace, and knows when its content changes', async () => {
    desk.write('replay.yaml', replayScenario('./trace.csv'));
    const rows = (count: number): string =>
      `t,p,o\n${Array.from({ length: count }, (_value, n) => `${n},100,${5 + (n % 7)}\n`).join('')}`;
    const arrived = async (): Promise<number> =>
      JSON.parse((await desk.run(['simulate', 'replay.yaml', '--json'])).stdout).requests.arrived;
    desk.write('trace.csv', rows(500));
    expect(await arrived()).toBe(500);
    desk.write('trace.csv', rows(400));
    expect(await arrived()).toBe(400);
  });

  it('goes on without a store where the data directory cannot be one', async () => {
    writeFileSync(join(desk.home, 'taken'), 'not a directory');
    const answer = await desk.run([
      'simulate',
      'small.yaml',
      '--json',
      '--data-dir',
      join(desk.home, 'taken'),
    ]);
    expect(answer.code).toBe(0);
    expect(answer.stderr).toContain('the store');
    expect(JSON.parse(answer.stdout).name).toBe('Small');
  });
});

describe('interruption', () => {
  it('keeps finished windows on Ctrl-C and on a kill, and resumes to the same result', async () => {
    desk.write('long.yaml', smallScenario({ horizon: 'days: 160', replications: 1 }));
    const simulate = ['simulate', 'long.yaml', '--json', '--workers', '2'];
    const data = dataFlags('data');

    const interrupted = await desk.run(
      [...simulate, ...data, '--requests', 'rows.csv'],
      endAfterFirstBatch('SIGINT'),
    );
    expect(interrupted).toMatchObject({ code: 3, stdout: '' });
    expect(interrupted.stderr).toMatch(/interrupted: \d+ of 160 windows done.*same command again/);
    expect(desk.files().filter((name) => name.includes('rows.csv'))).toEqual([]);
    const kept = storedWindows();
    expect(kept.size).toBeGreaterThan(0);
    expect(kept.size).toBeLessThan(160);

    const killed = await desk.run([...simulate, ...data], endAfterFirstBatch('SIGKILL'));
    expect(killed.signal).toBe('SIGKILL');
    const keptAfterKill = storedWindows();
    expect(keptAfterKill.size).toBeGreaterThan(kept.size);

    const resumed = await desk.run([...simulate, ...data]);
    expect(resumed.code).toBe(0);
    const complete = storedWindows();
    expect(complete.size).toBe(160);
    for (const [key, createdAt] of keptAfterKill) expect(complete.get(key)).toBe(createdAt);

    const whole = await desk.run([...simulate, ...dataFlags('other')]);
    expect(comparable(resumed.stdout)).toEqual(comparable(whole.stdout));
  });

  /** Sends the signal as soon as more windows are in the store than before. */
  function endAfterFirstBatch(signal: NodeJS.Signals): NonNullable<Parameters<Desk['run']>[1]> {
    const before = existsSync(join(desk.home, 'data')) ? storedWindows().size : 0;
    return {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (child.exitCode !== null) clearInterval(timer);
          else if (storedWindows().size > before) {
            clearInterval(timer);
            child.kill(signal);
          }
        }, 20);
      },
    };
  }

  /** Key and time of storing of each window in the store. */
  function storedWindows(): Map<string, number> {
    const file = join(desk.home, 'data', DATABASE_FILE);
    if (!existsSync(file)) return new Map();
    const database = new Sqlite(file, { readonly: true });
    try {
      const rows = database.prepare<[], [string, number]>('SELECT key, created_at FROM windows').raw().all();
      return new Map(rows);
    } catch {
      return new Map();
    } finally {
      database.close();
    }
  }
});

describe('the other commands', () => {
  it('compares scenarios, in JSON and in words', async () => {
    desk.write(
      'more.yaml',
      smallScenario().replace('name: Small', 'name: More').replace('replicas: 2', 'replicas: 3'),
    );
    const json = await desk.run(['compare', 'small.yaml', 'more.yaml', '--json']);
    expect(json.code).toBe(0);
    const comparison = JSON.parse(json.stdout);
    expect(comparison.baseline).toBe('Small');
    const { label, metrics } = comparison.scenarios[0];
    expect(label).toBe('More');
    const cost = metrics.find(({ metric }: { metric: string }) => metric === 'cost.total');
    expect(cost).toMatchObject({ difference: 48 * 3.5, verdict: 'real' });
    expect(comparison.runs.map(({ name }: { name: string }) => name)).toEqual(['Small', 'More']);
    const words = await desk.run(['compare', 'small.yaml', 'small.yaml']);
    expect(words.code).toBe(0);
    expect(words.stdout).toContain('small.yaml');
  });

  it('validates each file, and says which is wrong', async () => {
    desk.write('wrong.yaml', smallScenario({ horizon: 'days: -1' }));
    const [small, wrong] = ['small.yaml', 'wrong.yaml'].map((name) => join(desk.directory, name));
    const answer = await runHere(['validate', small, wrong]);
    expect(answer.code).toBe(2);
    expect(answer.stdout).toBe(`${small}: ok\n`);
    expect(answer.stderr).toContain(`${wrong}:3:`);
    expect(desk.files().some((name) => name.endsWith('.sqlite'))).toBe(false);
  });

  it('lists examples that are valid', async () => {
    const list = await runHere(['examples']);
    expect(list.code).toBe(0);
    const paths = [...list.stdout.matchAll(/^ {2}(\S+\.ya?ml)$/gm)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThanOrEqual(4);
    const checked = await runHere(['validate', ...paths]);
    expect(checked.code).toBe(0);
    // What is warned of is not wrong: they do not say how long requests may be, and the fallback of one is for what
    // its folder shows, an afternoon without spot; by its own preset it never acts.
    expect(checked.stderr.replace(/^.*\.(maxModelLength|fallback): warning: .*\n {2}.*\n/gm, '')).toBe('');
  });

  it('has help and a version', async () => {
    for (const args of [['--help'], ['simulate', '--help'], ['help', 'compare'], ['--version']]) {
      const answer = await runHere(args);
      expect(answer).toMatchObject({ code: 0, stderr: '' });
      expect(answer.stdout.length).toBeGreaterThan(3);
    }
  });
});
