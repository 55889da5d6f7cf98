import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CommitDocument } from '../../host/questions/commit/commitResult.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';
import { openedWorkbook } from './openedWorkbook.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

const POOL =
  '{ id: p, replicas: 4, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: 2 } }';
const scenario = (more: string, pool = POOL): string => `fleetcast: 1
name: To be committed
horizon: { start: 2027-01-01, hours: 2 }
workloads:
  - { id: w, arrivals: { process: poisson, ratePerSecond: 0.5 }, promptTokens: 200, outputTokens: 20, target: p }
pools:
  - ${pool}
${more}
`;
const OFFERS = `commitmentOffers:
  - { id: sp, rule: aws-compute-savings-plan, discount: 30%, term: 1y, payment: all }
  - { id: ri, rule: aws-reserved-instance, discount: 20%, term: 1y, pools: [p] }`;
const STEADY = ['--growth', 'base=0%', '--months', '12'];

async function commit(text: string, ...flags: string[]) {
  const answer = await runHere(['commit', desk.write('scenario.yaml', text), ...flags], desk);
  return {
    ...answer,
    document: answer.stdout.startsWith('{') ? (JSON.parse(answer.stdout) as CommitDocument) : undefined,
  };
}

describe('fleetcast commit', () => {
  it('buys what saves most, and the scenario with it costs what was said', async () => {
    const { document } = await commit(scenario(OFFERS), '--json', '--out', 'memo', ...STEADY);
    // Four GPUs at 2 an hour for 8,760 hours; 30 % off.
    expect(document?.none.expected.cost).toBe(4 * 2 * 8760);
    expect(document?.cheapest.expected.cost).toBeCloseTo(4 * 2 * 0.7 * 8760, 0);
    expect(document?.cheapest.expected.effectiveSavingsRate).toBeCloseTo(0.3, 6);
    expect(document?.cheapest.purchases).toMatchObject([
      { offer: 'sp', commitment: { hourly: 5.6, start: '2027-01-01' }, upfront: 5.6 * 8760 },
    ]);
    // 49,056 paid at once, against 5,840 a month that are not paid any more.
    expect(document?.cheapest.paybackMonths).toBeCloseTo(8.4, 0);

    // Bought and simulated: the year's ledger says the same.
    const bought = document?.cheapest.purchases.map(({ commitment }) => commitment);
    const year = scenario(`commitments: ${JSON.stringify(bought)}`)
      .replace('hours: 2 }', 'months: 12 }\nfidelity: { mode: sample, daysPerMonth: 1, replications: 1 }')
      .replace('ratePerSecond: 0.5', 'ratePerSecond: 0.001');
    const run = await runHere(['simulate', desk.write('bought.yaml', year), '--json'], desk);
    expect(JSON.parse(run.stdout).cost.total).toBeCloseTo(document?.cheapest.expected.cost ?? 0, 4);

    const file = readFileSync(join(desk.directory, 'memo', 'commitment.xlsx'));
    const { Hours } = await openedWorkbook(file);
    expect(Hours.rows).toHaveLength(8760 + 3);
    // Used, unused, on demand and cost; the last is a live sum whose value is the plan's.
    expect(Hours.cell('F2')).toMatchObject({
      formula: 'SUM(F4:F8763)',
      formulaResult: document?.cheapest.expected.cost,
    });
    expect(readFileSync(join(desk.directory, 'memo', 'commitment.html'), 'utf8')).toContain(
      'Expiry ladder of the cheapest',
    );
  });

  it('plans for what an autoscaler paid, and says so of it and of spot', async () => {
    const pool =
      '{ id: p, autoscale: { kind: hpa, max: 3, metrics: [{ metric: outstanding, averageValue: 4 }] }, ' +
      'capacity: [{ kind: on-demand, replicas: 1 }, { kind: spot, interruptions: { meanHours: 5 }, price: { perGpuHour: 1 } }], ' +
      'batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: 2 } }';
    const { document } = await commit(scenario(OFFERS, pool), '--json', '--fleets', 'follow-load', ...STEADY);
    // One replica is on demand at all times.
    expect(document?.none.expected.cost).toBe(2 * 8760);
    const said = document?.assumptions.join(' ');
    expect(said).toContain('What is paid for p is what the autoscaler made of the simulated load');
    expect(said).toContain('Spot of p is in none of these figures');
    expect(said).not.toContain('Growth multiplies');
    expect(said).not.toContain('taken to follow');
  });

  it('prints a report that ends with what to add to the scenario', async () => {
    const { code, stdout } = await commit(scenario(OFFERS), ...STEADY);
    expect(code).toBe(0);
    const lines = stdout.slice(stdout.indexOf('  commitments:'));
    expect(parse(lines)).toMatchObject({
      commitments: [{ rule: 'aws-compute-savings-plan', hourly: 5.6, start: '2027-01-01', term: '1y' }],
    });
    expect(stdout).toContain('Not included: staff');
  });

  it('takes the catalogue’s committed prices where nothing is offered', async () => {
    const pool = POOL.replace('{ perGpuHour: 2 }', '{ instance: gcp/a3-highgpu-8g/us-central1 }');
    const { document } = await commit(scenario('', pool), '--json', '--growth', 'base=0%');
    expect(document?.offers.map(({ id, source }) => [id, source])).toEqual([
      ['p 1y', 'catalogue'],
      ['p 3y', 'catalogue'],
    ]);
    // Read on 2026-07-30: 88.49 on demand, 38.864381 for three years.
    // The term ends 24 hours before the 36 months, which have a leap day.
    expect(document?.cheapest.expected.cost).toBeCloseTo(26_280 * 38.864381 + 24 * 88.49, 0);
    expect(document?.horizon.months).toBe(36);
  });

  it.each([
    ['no offer and none in the catalogue', scenario(''), [], 'commitmentOffers'],
    ['no price', scenario(OFFERS, POOL.replace(', price: { perGpuHour: 2 }', '')), [], 'pools.p.price'],
    [
      'an offer for a pool that is not there',
      scenario(OFFERS.replace('[p]', '[q]')),
      [],
      'commitmentOffers.ri.pools.0',
    ],
    [
      'an offer that says how much',
      scenario(OFFERS.replace('pools: [p] }', 'pools: [p], units: 3 }')),
      [],
      'commitmentOffers.ri',
    ],
    ['growth that is none', scenario(OFFERS), ['--growth', 'low=-200%'], 'low=-200%'],
    ['two cases of a name', scenario(OFFERS), ['--growth', 'a=1%,a=2%'], 'names of cases must differ'],
    ['a limit that is none', scenario(OFFERS), ['--upfront-limit', 'much'], 'amount of money'],
  ])('refuses %s, naming it, and writes nothing', async (_what, text, flags, named) => {
    const { code, stdout, stderr } = await commit(text, '--out', 'memo', ...flags);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(named);
    expect(desk.files().some((file) => file.includes('memo'))).toBe(false);
  });

  it('renews a plan of one year over three, unless purchases are to begin in the first', async () => {
    const { document } = await commit(scenario(OFFERS), '--json', '--growth', 'base=0%', '--months', '36');
    // 26,304 hours, of which three terms are 26,280.
    expect(document?.cheapest.purchases).toHaveLength(3);
    expect(document?.cheapest.expected.cost).toBeCloseTo(26_280 * 5.6 + 24 * 8, 0);
    const first = ['--start-months', '1', '--months', '36', '--growth', 'base=0%'];
    const once = await commit(scenario(OFFERS), '--json', ...first);
    expect(once.document?.cheapest.purchases).toHaveLength(1);
    expect(once.document?.cheapest.expected.cost).toBeCloseTo(8760 * 5.6 + (26_304 - 8760) * 8, 0);
    expect(once.document?.assumptions.join(' ')).toContain('Purchases begin in the first month');
  });

  it('covers of a mixed fleet only what is its provider’s', async () => {
    const machine = (id: string, replicas: number, instance: string): string =>
      `  - { id: ${id}, replicas: ${replicas}, gpusPerReplica: 8, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { instance: ${instance} } }`;
    const mixed = (offer: string): string =>
      scenario(`commitmentOffers: [${offer}]`).replace(
        /^ {2}- \{ id: p, .*$/m,
        `${machine('p', 1, 'gcp/a3-highgpu-8g/us-central1')}\n${machine('q', 2, 'aws/p4de.24xlarge/us-east-1')}`,
      );
    const plan = '{ id: sp, rule: aws-compute-savings-plan, discount: 27%, term: 1y }';
    const { document } = await commit(mixed(plan), '--json', ...STEADY);
    // Two p4de.24xlarge at 27.44705 an hour, 27 % off, for 8,760 hours; Google's machine stays on demand.
    expect(document?.cheapest.savings).toBeCloseTo(2 * 27.44705 * 8760 * 0.27, -1);
    expect(document?.verdict).toContain('USD 129,8');
    expect(document?.offers[0]).toMatchObject({ pools: null, covers: ['q'] });

    const { code, stderr } = await commit(mixed(plan.replace('1y', '1y, pools: [p]')), ...STEADY);
    expect(code).toBe(2);
    expect(stderr).toMatch(/scenario\.yaml:\d+:\d+: commitmentOffers\.sp\.pools\.0: pool p rents gcp\//);
    expect(stderr).toContain('it could cover: q');
    const file = desk.write('held.yaml', mixed(plan));
    const held =
      'commitments=[{ id: c, rule: aws-sagemaker-savings-plan, hourly: 1, discount: 27%, term: 1y }]';
    // Of validate and simulate, the same: whoever reads the document refuses it.
    for (const command of ['validate', 'simulate']) {
      const answer = await runHere(
        command === 'validate'
          ? [command, desk.write('plan.yaml', mixed(plan.replace('compute', 'sagemaker')))]
          : [command, file, '--set', held],
        desk,
      );
      expect(answer.code).toBe(2);
      expect(answer.stderr).toContain('no pool is known to be covered: an AWS SageMaker Savings Plan');
    }
  });

  it('prices a term to its end where the horizon is shorter', async () => {
    const { document } = await commit(scenario(OFFERS), '--json', '--growth', 'base=0%', '--months', '6');
    expect(document?.cheapest.purchases).toEqual([]);
    expect(document?.verdict).toMatch(/^Buy nothing/);
    const needed = await commit(scenario(OFFERS), '--json', ...STEADY, '--months', '6', '--after', 'needed');
    expect(needed.document?.cheapest.purchases[0].afterHorizon).toBeCloseTo(5.6 * (8760 - 181 * 24), 2);
  });
});
