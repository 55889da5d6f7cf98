import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fleetAssumptions } from '../../host/questions/commit/fleetAssumptions.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

const SCENARIO = (capacity: string, more = ''): string => `fleetcast: 1
name: reserved
horizon: { start: 2026-01-05, hours: 4 }
workloads:
  - { id: chat, target: h, arrivals: { process: poisson, ratePerSecond: 0.5 }, promptTokens: 500, outputTokens: 100 }
pools:
  - id: h
    model: llama-3.1-8b
    accelerator: h100-sxm-80gb
    replicas: 3
    capacity: ${capacity}
    price: { perGpuHour: 4 }
${more}`;

let desk: Desk;
beforeAll(() => {
  desk = openDesk();
});
afterAll(() => desk.clear());

const prepared = (name: string) =>
  prepareRun(join(desk.directory, name), { settings: [], signal: new AbortController().signal });
const told = (text: string): string => text.replaceAll(/\s+/g, ' ');

it('takes the stock of a trace as it takes that of spot, and all that is reserved', async () => {
  desk.write('stock.txt', '2026-01-01,00:00:00,9\n2026-01-01,01:30:00,2\n');
  desk.write(
    'stocked.yaml',
    SCENARIO(
      '[{ kind: on-demand, interruptions: { trace: ./stock.txt, format: counts } }, { kind: reservation, nodes: 1 }, { kind: capacity-block, nodes: 2, from: 2026-01-05, until: 2026-01-05T02:00, price: { perGpuHour: 5 } }]',
      '    warmStandby: 1\n    rollout: { at: 2026-01-05T02:00 }\n',
    ),
  );
  const { spec, prices, inputs } = await prepared('stocked.yaml');
  expect(spec.pools[0].living).toMatchObject({
    stock: { kind: 'counts', seconds: [0, 5400], nodes: [9, 2] },
    reserved: [
      { kind: 'reservation', nodes: 1, hasOwnPrice: false },
      { kind: 'capacity-block', nodes: 2, fromSecond: 0, untilSecond: 7200, hasOwnPrice: true },
    ],
    warmStandby: 1,
    rollout: { seconds: [7200] },
  });
  expect(prices[0]?.reserved).toMatchObject([{ entry: 1, unitPrice: 5 }]);
  expect(inputs).toContain(join(desk.directory, 'stock.txt'));
});

it('names a trace of stock that is not there, or wrong', async () => {
  const stock = (file: string) =>
    `[{ kind: on-demand, interruptions: { trace: ./${file}, format: counts } }]`;
  desk.write('nowhere.yaml', SCENARIO(stock('gone.txt')));
  const nowhere = await runHere(['validate', join(desk.directory, 'nowhere.yaml')]);
  expect(nowhere.code).toBe(2);
  expect(told(nowhere.stderr)).toContain('pools.h.capacity.0.interruptions.trace');
  desk.write('wrong.txt', '2026-01-01,00:00:00,9\n2026-01-01,00:00:00,many\n');
  desk.write('wrong.yaml', SCENARIO(stock('wrong.txt')));
  const wrong = await runHere(['validate', join(desk.directory, 'wrong.yaml')]);
  expect(told(wrong.stderr)).toContain('is no date, time and number of nodes');
});

it('tells at which price something is wrong', async () => {
  desk.write(
    'owned.yaml',
    SCENARIO('[{ kind: on-demand }, { kind: reservation, nodes: 1, price: { discount: 10% } }]').replace(
      'price: { perGpuHour: 4 }',
      'price: { owned: { perGpu: 30000, lifeYears: 5, watts: 1000, perKwh: 0.1 } }',
    ),
  );
  const owned = await runHere(['validate', join(desk.directory, 'owned.yaml')]);
  expect(owned.code).toBe(2);
  expect(told(owned.stderr)).toContain('pools.h.capacity.1.price');
  expect(told(owned.stderr)).toContain('the GPUs are owned');
});

it('is no deployment to be searched for', async () => {
  desk.write('reserved.yaml', SCENARIO('[{ kind: reservation, nodes: 1 }]'));
  const reserved = await runHere(['size', join(desk.directory, 'reserved.yaml')]);
  expect(reserved.code).toBe(2);
  expect(told(reserved.stderr)).toContain('size it without the entry of kind: reservation');
  desk.write(
    'short.yaml',
    SCENARIO('[{ kind: on-demand, interruptions: { counts: [{ second: 0, nodes: 9 }] } }]'),
  );
  const short = await runHere(['size', join(desk.directory, 'short.yaml')]);
  expect(told(short.stderr)).toContain('may be out of stock');
});

it('is in no plan of purchases', async () => {
  desk.write('own.yaml', SCENARIO('[{ kind: reservation, nodes: 1, price: { perGpuHour: 3 } }]'));
  const { checked } = await prepared('own.yaml');
  expect(fleetAssumptions(checked.pools, true)).toEqual([
    'What h has reserved at prices of its own is in none of these figures: no commitment covers it, and it costs the same under all. Planned for is what was on demand beyond it, and growth multiplies that.',
  ]);
});
