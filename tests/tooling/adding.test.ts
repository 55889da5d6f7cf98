// docs/ADDING.md and the map of the house, held against the house.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { houseTable } from './houseTable.ts';
import { ROOT } from './runTool.ts';

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

describe('docs/ADDING.md', () => {
  const page = read('docs', 'ADDING.md');
  const quoted = [...page.matchAll(/`([^`]+)`/g)].map(([, text]) => text);

  it('names files and folders that are there', () => {
    const paths = quoted.filter((text) => /^[\w.]+\/[\w./-]*$/.test(text));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names tables that the code has', () => {
    const code = globSync('{engine,host,renderer,tests}/**/*.{ts,tsx}', { cwd: ROOT }).map((path) =>
      read(path),
    );
    const names = quoted.filter((text) => /^[A-Z]+_?[A-Z_]+$/.test(text));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !code.some((text) => text.includes(`const ${name}`)))).toEqual([]);
  });
});

describe('a question', () => {
  const questions = Object.keys(houseTable())
    .filter((room) => /^host\/questions\/\w+$/.test(room))
    .map((room) => room.slice('host/questions/'.length));

  it('has its row, its folder and its place on the map', () => {
    expect(readdirSync(join(ROOT, 'host', 'questions')).sort()).toEqual(questions.sort());
    const map = read('README.md');
    expect(questions.filter((question) => !new RegExp(`^    .*\\b${question}/`, 'm').test(map))).toEqual([]);
  });

  it('is asked by a test of the command line', () => {
    const tests = globSync('tests/host/*.test.ts', { cwd: ROOT }).map((path) => read(path));
    // The forecast is what `simulate` answers with.
    const commands = questions.map((question) => (question === 'forecast' ? 'simulate' : question));
    expect(
      commands.filter(
        (command) => !tests.some((text) => new RegExp(`'${command}'|[(\\[]"?${command}\\b`).test(text)),
      ),
    ).toEqual([]);
  });

  it('has types alone in what the window reads of it', () => {
    for (const path of globSync('host/questions/*/*Result.ts', { cwd: ROOT })) {
      expect(read(path), `${dirname(path)} keeps values in a file of types`).not.toMatch(
        /^export (const|function|class)/m,
      );
    }
  });
});
