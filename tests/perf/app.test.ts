import { afterAll, beforeAll, expect, it } from 'vitest';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import type { HostClient } from '../../host/api/shell.ts';
import type { RunInfo } from '../../host/api/types.ts';
import { type BackRoom, createBackRoom } from '../../host/backRoom/backRoom.ts';
import { temporaryDirectory } from '../host/api/doors.ts';
import { machinePace } from '../tooling/machinePace.ts';

/** A neighbour may take the machine for a moment: its pace is taken out, and one of so many has to be quick. */
const ATTEMPTS = 8;
const DRAFT_MS = 1000;
const REPRICE_MS = 100;
const PLAN_MS = 10_000;

let backRoom: BackRoom;
let host: HostClient;
const place = temporaryDirectory();

beforeAll(async () => {
  backRoom = createBackRoom({ dataDirectory: place.directory, warn: () => undefined });
  host = inProcessClient(backRoom);
  // An app has been open for a moment before the first edit: its threads have loaded the engine.
  const { id: documentId, text } = await host.documents.openExample({ example: 'support-assistant' });
  await host.runs.draft({ documentId, text });
});

afterAll(async () => {
  await backRoom.close();
  place.remove();
});

/** Expects an attempt to take less than `limitMs`, or another one after it. */
async function expectWithin(limitMs: number, attempt: (index: number) => Promise<void>): Promise<void> {
  const took: number[] = [];
  while (took.length < ATTEMPTS && !took.some((ms) => ms < limitMs)) {
    const before = machinePace();
    const startedMs = performance.now();
    await attempt(took.length);
    const tookMs = performance.now() - startedMs;
    took.push(tookMs / ((before + machinePace()) / 2));
  }
  expect(Math.min(...took), took.join(', ')).toBeLessThan(limitMs);
}

async function runInFull(documentId: string, text: string): Promise<RunInfo> {
  let last = await host.runs.start({ documentId, text });
  for await (const info of await host.runs.watch({ runId: last.id })) last = info;
  return last;
}

it.each(['support-assistant', 'coding-assistant', 'image-captions', 'replay-your-trace'])(
  'drafts an edit of %s in under a second',
  async (example) => {
    const { id: documentId, text } = await host.documents.openExample({ example });
    await expectWithin(DRAFT_MS, async (index) => {
      // Another seed each time, so that nothing of it was simulated before.
      const edited = /^seed:.*$/m.test(text)
        ? text.replace(/^seed:.*$/m, `seed: ${100 + index}`)
        : `${text}\nseed: ${100 + index}\n`;
      const result = await host.runs.draft({ documentId, text: edited });
      expect(result.repriced).toBe(false);
    });
  },
);

it('prices three years of five pools anew in under 100 ms, without simulating', async () => {
  const text = threeYears(3);
  const { id: documentId } = await host.documents.create({ text });
  const first = await runInFull(documentId, text);
  expect(first.state).toBe('done');
  await expectWithin(REPRICE_MS, async (index) => {
    const run = await runInFull(documentId, threeYears(4 + index));
    const { repriced, run: found } = await backRoom.results
      .get({ documentId, resultId: run.resultId ?? '' })
      .then((entry) => ({
        repriced: entry.isRepriced,
        run: entry.report.run,
      }));
    expect(repriced).toBe(true);
    // Ten GPUs for 26,304 hours (2028 is a leap year), one of them at half the price for 26,280 of them.
    const price = 4 + index;
    expect(found.cost.total).toBeCloseTo(10 * 26_304 * price - (26_280 * price) / 2, 2);
  });
});

it('plans ten offers, twelve start months and three cases of growth in under 10 s, with progress', async () => {
  const text = tenOffers();
  const { id: documentId } = await host.documents.create({ text });
  await runInFull(documentId, text);
  await expectWithin(PLAN_MS, async () => {
    const sentences = new Set<string>();
    for await (const event of await host.planning.commit({ documentId, text })) {
      if (event.kind === 'progress') sentences.add(event.sentence);
      else expect(event.document.cheapest.savings).toBeGreaterThan(0);
    }
    expect(sentences.size).toBeGreaterThan(4);
  });
});

/** Three pools in a week of ups and downs, carried on over three years, and ten commitments to choose from. */
function tenOffers(): string {
  const pools = ['p0', 'p1', 'p2'];
  const rules = ['aws-reserved-instance', 'aws-compute-savings-plan', 'aws-ec2-instance-savings-plan'];
  const offers = pools.flatMap((pool, at) =>
    ['1y', '3y', '3y'].map(
      (term, index) =>
        `  - { id: ${pool}-${index}, rule: ${rules[index]}, discount: ${20 + 3 * at + 12 * index}%, term: ${term}, payment: ${index === 2 ? 'all' : 'none'}, pools: [${pool}] }`,
    ),
  );
  return `fleetcast: 1
name: Ten offers
horizon: { start: 2026-01-05, days: 7 }
workloads:
${pools.map((id, at) => `  - { id: w-${id}, arrivals: { process: poisson, ratePerSecond: ${0.1 + at / 20}, hourOfWeek: business-hours }, promptTokens: 200, outputTokens: 20, target: ${id} }`).join('\n')}
pools:
${pools.map((id, at) => `  - { id: ${id}, replicas: ${8 + 4 * at}, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: ${3 + at} } }`).join('\n')}
commitmentOffers:
${offers.join('\n')}
  - { id: all-1y, rule: azure-savings-plan, discount: 15%, term: 1y }
commitmentPlan:
  months: 36
  startMonths: 12
  fleets: follow-load
  growth: [{ name: low, perMonth: -2% }, { name: base, perMonth: 0, weight: 2 }, { name: high, perMonth: 2% }]
`;
}

/** Five pools over three years, a GPU-hour at some price, one GPU reserved. */
function threeYears(perGpuHour: number): string {
  const pools = Array.from({ length: 5 }, (_, i) => `p${i}`);
  return `fleetcast: 1
name: Three years
horizon: { start: 2026-01-01, months: 36 }
fidelity: { mode: sample, daysPerMonth: 1, replications: 1 }
workloads:
${pools.map((id) => `  - { id: w-${id}, tenant: t-${id}, arrivals: { process: poisson, ratePerSecond: 0.02 }, promptTokens: 200, outputTokens: 20, target: ${id} }`).join('\n')}
pools:
${pools.map((id) => `  - { id: ${id}, replicas: 2, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: ${perGpuHour} } }`).join('\n')}
commitments:
  - { id: c, rule: aws-reserved-instance, units: 1, discount: 50%, term: 3y, pools: [p0] }
`;
}
