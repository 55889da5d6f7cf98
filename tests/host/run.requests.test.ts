import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { joinRequestParts, openRequestPart } from '../../host/run/requestParts.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetcast-requests-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const TENANT = 'Ünit "7", north\nwing';
const spec = {
  workloads: [{ id: 'chat' }, { id: 'code' }],
  pools: [{ id: 'h100' }, { id: 'a100' }],
  accounts: [
    { workload: 0, tenant: 'support' },
    { workload: 1, tenant: TENANT },
  ],
} as unknown as SimulationSpec;

const HEADER =
  'id,workload,tenant,pool,replica,arrivalSeconds,promptTokens,cachedTokens,outputTokens,' +
  'startSeconds,firstTokenSeconds,endSeconds,outcome';

it('numbers the rows of all parts in order and keeps every float64 exactly', async () => {
  const rows = 30_000;
  const value = (n: number): number => (n + 1) / 3 + n * 1e-9;
  for (const index of [2, 5]) {
    const part = openRequestPart(directory, index, spec);
    for (let n = 0; n < rows; n += 1) {
      const first = index === 2 ? n : rows + n;
      part.onRequest({
        sequence: n,
        account: n % 2,
        pool: n % 2,
        replica: n % 7,
        arrivalSeconds: value(first),
        promptTokens: n,
        cachedTokens: 0,
        outputTokens: 5,
        startSeconds: value(first) + 0.1,
        firstTokenSeconds: value(first) + 0.2,
        endSeconds: value(first) + 1e-7,
      });
    }
    part.close();
  }
  const target = join(directory, 'requests.csv');
  await joinRequestParts(directory, [2, 5], target, new AbortController().signal);
  const text = readFileSync(target, 'utf8');
  expect(text.startsWith(`${HEADER}\n0,chat,support,h100,0,`)).toBe(true);
  const { data } = Papa.parse<Record<string, string>>(text.trimEnd(), { header: true });
  expect(data).toHaveLength(2 * rows);
  data.forEach((row, n) => {
    if (Number(row.id) !== n || Number(row.arrivalSeconds) !== value(n)) throw new Error(`row ${n} is wrong`);
    if (Number(row.endSeconds) !== value(n) + 1e-7) throw new Error(`row ${n} lost digits`);
  });
  expect(data[1]).toMatchObject({ workload: 'code', tenant: TENANT, pool: 'a100', outcome: 'completed' });
});

it('leaves replica and times of a rejected request empty', async () => {
  const part = openRequestPart(directory, 9, spec);
  part.onRequest({
    sequence: 0,
    account: 0,
    pool: 1,
    replica: -1,
    arrivalSeconds: 0.25,
    promptTokens: 9000,
    cachedTokens: 0,
    outputTokens: 10,
    startSeconds: Number.NaN,
    firstTokenSeconds: Number.NaN,
    endSeconds: Number.NaN,
    rejection: 'kv',
  });
  part.close();
  const target = join(directory, 'rejected.csv');
  await joinRequestParts(directory, [9], target, new AbortController().signal);
  expect(readFileSync(target, 'utf8')).toBe(
    `${HEADER}\n0,chat,support,a100,,0.25,9000,0,10,,,,rejected:kv\n`,
  );
});

it('has no name that a spreadsheet would run as a formula', async () => {
  const named = {
    workloads: [{ id: '=1+2' }],
    pools: [{ id: '+p' }],
    accounts: [{ workload: 0, tenant: ' @t, or so' }],
  } as unknown as SimulationSpec;
  const part = openRequestPart(directory, 9, named);
  part.onRequest({
    sequence: 0,
    account: 0,
    pool: 0,
    replica: 0,
    arrivalSeconds: 0,
    promptTokens: 1,
    cachedTokens: 0,
    outputTokens: 1,
    startSeconds: 1,
    firstTokenSeconds: 2,
    endSeconds: 3,
  });
  part.close();
  const target = join(directory, 'formulas.csv');
  await joinRequestParts(directory, [9], target, new AbortController().signal);
  const [, row] = readFileSync(target, 'utf8').split('\n');
  expect(row).toBe(`0,"'=1+2","' @t, or so","'+p",0,0,1,0,1,1,2,3,completed`);
});
