import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { houseTable } from './houseTable.ts';
import { ROOT, runTool } from './runTool.ts';
import { mayKnow } from './whoMayKnowWhom.ts';

const config = readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8').replaceAll('"./', `"${ROOT}/`);

let house = '';
beforeEach(() => {
  house = realpathSync(mkdtempSync(join(tmpdir(), 'fleetcast-house-')));
  writeFileSync(join(house, '.oxlintrc.json'), config);
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

/** Lints a house made of these files (path → text) by the project's own rules. */
function lint(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  return runTool('oxlint', ['.'], house);
}

/** A house in which every room knows what it may know. */
const SOUND = {
  'engine/statistics/interval.ts': 'export const level = 0.95;\n',
  'engine/scenario/spec.ts':
    "import { z } from 'zod';\nexport type Spec = { seed: number };\nexport { z };\n",
  'engine/usage/usage.ts':
    "import { level } from '../statistics/interval.ts';\nexport const usage = [level];\n",
  'engine/pricing/ledger.ts': "import { usage } from '../usage/usage.ts';\nexport const ledger = usage;\n",
  'engine/forecast.ts': "export { ledger } from './pricing/ledger.ts';\n",
  'host/api/contract.ts':
    "import { readFileSync } from 'node:fs';\nexport type Call = typeof readFileSync;\n",
  'host/api/client.ts': 'export const client = 1;\n',
  'host/report/chart.ts': 'export type Chart = { id: string };\n',
  'host/store/results.ts': 'export const results = 1;\n',
  'host/questions/forecast/document.ts':
    "import type { Chart } from '../../report/chart.ts';\nexport type RunDocument = { charts: Chart[] };\n",
  'host/questions/compare/view.ts':
    "import type { RunDocument } from '../forecast/document.ts';\nexport type View = RunDocument[];\n",
  'host/main.ts':
    "import Database from 'better-sqlite3';\nexport { ledger } from '../engine/forecast.ts';\nexport { Database };\n",
  'electron/main.ts':
    "import { app } from 'electron';\nexport { ledger } from '../host/main.ts';\nexport { app };\n",
  'renderer/App.ts':
    "import type { usage } from '../engine/usage/usage.ts';\nimport type { Call } from '../host/api/contract.ts';\n" +
    "import { z } from '../engine/scenario/spec.ts';\n" +
    'export type Props = { usage: typeof usage; call: Call };\nexport { z };\n',
};

it('accepts a house in which everybody keeps to the rules', () => {
  const { status, output } = lint(SOUND);
  expect(output).toContain(`${Object.keys(SOUND).length} files`);
  expect(status, output).toBe(0);
});

const violations: [what: string, path: string, text: string, message: string][] = [
  [
    'a later stage of the engine',
    'engine/scenario/later.ts',
    "import { usage } from '../usage/usage.ts';\nexport const later = usage;\n",
    'engine/scenario may not know engine/usage/usage.ts; it may know: engine/scenario, npm:fastest-levenshtein',
  ],
  [
    'the types of a later stage',
    'engine/usage/later.ts',
    "import type { ledger } from '../pricing/ledger.ts';\nexport type Later = typeof ledger;\n",
    'engine/usage may not know the types of engine/pricing/ledger.ts; it may know: engine/usage',
  ],
  [
    'a later stage, re-exported',
    'engine/usage/later.ts',
    "export * from '../pricing/ledger.ts';\n",
    'engine/usage may not know engine/pricing/ledger.ts',
  ],
  [
    'a later stage, imported on the way',
    'engine/usage/later.ts',
    "export const later = () => import('../pricing/ledger.ts');\n",
    'engine/usage may not know engine/pricing/ledger.ts',
  ],
  [
    'a later stage, in a type expression',
    'engine/usage/later.ts',
    "export type Later = typeof import('../pricing/ledger.ts');\n",
    'engine/usage may not know the types of engine/pricing/ledger.ts',
  ],
  [
    'a module whose name is made up on the way',
    'engine/usage/later.ts',
    'export const later = (name: string) => import(name);\n',
    'must name its module in plain quotes',
  ],
  [
    'the host from the engine',
    'engine/simulate.ts',
    "export { client } from '../host/api/client.ts';\n",
    'engine/simulate.ts may not know host/api/client.ts',
  ],
  [
    'a Node module from the engine',
    'engine/usage/file.ts',
    "export { readFileSync } from 'node:fs';\n",
    'engine/usage may not know node:fs',
  ],
  [
    'a Node module without its prefix',
    'engine/usage/file.ts',
    "export { readFileSync } from 'fs';\n",
    'engine/usage may not know npm:fs',
  ],
  [
    'a package that is not on the engine’s list',
    'engine/usage/table.ts',
    "export { default as Table } from 'cli-table3';\n",
    'engine/usage may not know npm:cli-table3',
  ],
  [
    'a question from the forms of reports',
    'host/report/page.ts',
    "import type { RunDocument } from '../questions/forecast/document.ts';\nexport type Page = RunDocument;\n",
    'host/report may not know the types of host/questions/forecast/document.ts',
  ],
  [
    'a later question from an earlier one',
    'host/questions/forecast/later.ts',
    "import type { View } from '../compare/view.ts';\nexport type Later = View;\n",
    'host/questions/forecast may not know the types of host/questions/compare/view.ts',
  ],
  [
    'the API from the store',
    'host/store/documents.ts',
    "export { client } from '../api/client.ts';\n",
    'host/store may not know host/api/client.ts',
  ],
  [
    'what answers at run time from the API’s contract',
    'host/api/answer.ts',
    "export { results } from '../store/results.ts';\n",
    'host/api may not know host/store/results.ts',
  ],
  [
    'a room of the host that the table does not have',
    'host/attic/box.ts',
    'export const box = 1;\n',
    'host/attic/box.ts is in no room of the table',
  ],
  [
    'the host’s inside from electron',
    'electron/inside.ts',
    "export { client } from '../host/api/client.ts';\n",
    'electron may not know host/api/client.ts; it may know: electron, host/main.ts',
  ],
  [
    'the engine from electron',
    'electron/inside.ts',
    "export { ledger } from '../engine/forecast.ts';\n",
    'electron may not know engine/forecast.ts',
  ],
  [
    'the engine at run time from the renderer',
    'renderer/run.ts',
    "export { ledger } from '../engine/forecast.ts';\n",
    'renderer may not know engine/forecast.ts',
  ],
  [
    'the host’s API at run time from the renderer',
    'renderer/run.ts',
    "export { client } from '../host/api/client.ts';\n",
    'renderer may not know host/api/client.ts',
  ],
  [
    'the host’s inside from the renderer',
    'renderer/run.ts',
    "export type { Database } from '../host/main.ts';\n",
    'renderer may not know the types of host/main.ts',
  ],
  [
    'a Node module from the renderer',
    'renderer/run.ts',
    "export { readFileSync } from 'node:fs';\n",
    'renderer may not know node:fs',
  ],
  [
    'a room that the table does not have',
    'attic/box.ts',
    'export const box = 1;\n',
    'attic/box.ts is in no room of the table',
  ],
  [
    'a stage that the table does not have',
    'engine/attic/box.ts',
    "export { usage } from '../usage/usage.ts';\n",
    'engine/attic/box.ts is in no room of the table',
  ],
  ['Math.random', 'engine/usage/dice.ts', 'export const dice = () => Math.random();\n', 'named stream'],
  ['Date.now', 'engine/usage/clock.ts', 'export const now = () => Date.now();\n', 'The engine has no clock'],
  [
    'new Date()',
    'engine/usage/clock.ts',
    'export const now = () => new Date();\n',
    'The engine has no clock',
  ],
  [
    'local time',
    'engine/usage/clock.ts',
    'export const hour = (at: number) => new Date(at).getHours();\n',
    'getHours() depends on the time zone',
  ],
  [
    'the machine’s language',
    'engine/usage/text.ts',
    'export const text = (n: number) => n.toLocaleString();\n',
    'name the locale',
  ],
  ['the process', 'engine/usage/env.ts', 'export const home = () => process.env.HOME;\n', "'process'"],
  ['the network', 'engine/usage/net.ts', "export const get = () => globalThis.fetch('x');\n", "'globalThis'"],
  ['a default export', 'host/run/one.ts', 'export default 1;\n', 'default export'],
  ['any', 'host/run/any.ts', 'export const any = (x: any) => x;\n', 'any'],
];

it.each(violations)('refuses %s', (_, path, text, message) => {
  const { status, output } = lint({ ...SOUND, [path]: text });
  expect(output).toContain(message);
  expect(status).toBe(1);
});

it.each([
  [
    'values',
    "import { b } from './b.ts';\nexport const a = b;\n",
    "import { a } from './a.ts';\nexport const b = () => a;\n",
  ],
  [
    'types',
    "import type { B } from './b.ts';\nexport type A = B[];\n",
    "import type { A } from './a.ts';\nexport type B = { as: A };\n",
  ],
])('refuses a cycle of %s, inside a room too', (_, a, b) => {
  const { status, output } = lint({ ...SOUND, 'host/run/a.ts': a, 'host/run/b.ts': b });
  expect(output).toContain('Dependency cycle');
  expect(status).toBe(1);
});

it('lets no room know another that knows it, by any way', () => {
  const table = houseTable();
  const rooms = Object.keys(table).filter((row) => !row.endsWith('/*'));
  const knows = (room: string) => rooms.filter((other) => other !== room && mayKnow(table, room, other));
  const reach = (room: string, seen: Set<string>): Set<string> => {
    for (const next of knows(room)) if (!seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  expect(knows('host/calls')).toEqual(expect.arrayContaining(['host/api', 'host/backRoom']));
  expect(rooms.filter((room) => reach(room, new Set()).has(room))).toEqual([]);
});

it('fails where it sees no file', () => {
  expect(lint({}).status).toBe(1);
});
