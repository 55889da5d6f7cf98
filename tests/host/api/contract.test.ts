import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiErrorData } from '../../../host/api/errors.ts';
import type { ResultRef, RunInfo } from '../../../host/api/types.ts';
import { type Door, DOORS, temporaryDirectory } from './doors.ts';
import { expectAnswered } from '../answeredPage.ts';
import { SMALL, small } from './smallScenario.ts';

/** The error of a call, as a window sees it. */
async function errorOf(call: Promise<unknown>): Promise<{ code: string; data: ApiErrorData }> {
  try {
    await call;
  } catch (error) {
    return error as { code: string; data: ApiErrorData };
  }
  throw new Error('the call did not fail');
}

async function endOf(runs: AsyncIterable<RunInfo>): Promise<readonly RunInfo[]> {
  const seen: RunInfo[] = [];
  for await (const run of runs) seen.push(run);
  return seen;
}

describe.each(DOORS)('the API through its door: $name', ({ open }) => {
  let door: Door;
  let place: ReturnType<typeof temporaryDirectory>;
  beforeEach(async () => {
    place = temporaryDirectory();
    door = await open(place.directory);
  });
  afterEach(async () => {
    await door.close();
    place.remove();
  });

  it('says what it is, and keeps settings', async () => {
    const { host } = door;
    expect(await host.system.info()).toMatchObject({ store: 'disk', dataDirectory: place.directory });
    expect(await host.system.settings()).toEqual({ theme: 'system', compared: [] });
    expect(await host.system.changeSettings({ theme: 'dark', compared: ['a-1'] })).toEqual({
      theme: 'dark',
      compared: ['a-1'],
    });
    const { models, accelerators, instances } = await host.catalog.list();
    for (const entry of [...models, ...accelerators, ...instances]) {
      expect(entry.source).not.toBe('');
      expect(entry.readOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it('keeps drafts by revision, and tells who comes second', async () => {
    const { host } = door;
    const made = await host.documents.create({ text: SMALL });
    expect(made).toMatchObject({ name: 'Small', edited: true, revision: 1, origin: { kind: 'new' } });
    const written = await host.documents.write({
      documentId: made.id,
      text: small({ name: 'Other' }),
      revision: 1,
    });
    expect(written).toMatchObject({ name: 'Other', revision: 2 });
    const late = await errorOf(host.documents.write({ documentId: made.id, text: SMALL, revision: 1 }));
    expect(late).toMatchObject({
      code: 'CONFLICT',
      data: { sentence: expect.stringMatching(/Another window/) },
    });
    expect(late.data.action).not.toBe('');
    expect((await host.documents.get({ documentId: made.id })).name).toBe('Other');
    const copy = await host.documents.duplicate({ documentId: made.id });
    expect((await host.documents.recent()).map(({ id }) => id).sort()).toEqual([made.id, copy.id].sort());
    await host.documents.remove({ documentId: copy.id });
    expect(await errorOf(host.documents.get({ documentId: copy.id }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('opens the examples, the first one first, and one example once', async () => {
    const { host } = door;
    const examples = await host.documents.examples();
    expect(examples[0].name).toBe('support-assistant');
    const first = await host.documents.openExample({ example: examples[0].name });
    expect(first).toMatchObject({ edited: false, origin: { kind: 'example' } });
    expect((await host.documents.openExample({ example: examples[0].name })).id).toBe(first.id);
    expect(await errorOf(host.documents.save({ documentId: first.id }))).toMatchObject({ code: 'REFUSED' });
    // Variants are opened by name, and are no examples by themselves.
    const names = examples.map(({ name }) => name);
    const variants = examples.flatMap((example) => example.variants);
    expect(variants).toContain('sleeping-assistant/hpa');
    for (const example of variants) {
      expect(names).not.toContain(example);
      expect(await host.documents.openExample({ example })).toMatchObject({ edited: false });
    }
    expect(await errorOf(host.documents.openExample({ example: 'catalog/models' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('opens and saves files by ticket only, each good for one use', async () => {
    const { host } = door;
    const file = join(place.directory, 'mine.yaml');
    writeFileSync(file, SMALL);
    const ticket = door.grant(file, 'read');
    const opened = await host.documents.openTicket({ ticket });
    expect(opened).toMatchObject({ name: 'Small', edited: false, origin: { kind: 'file' } });
    expect(await errorOf(host.documents.openTicket({ ticket }))).toMatchObject({ code: 'REFUSED' });
    expect(door.log.join('\n')).toMatch(/refused: .*not chosen/);
    const changed = await host.documents.write({
      documentId: opened.id,
      text: small({ name: 'Mine' }),
      revision: opened.revision,
    });
    expect(changed.edited).toBe(true);
    expect((await host.documents.save({ documentId: opened.id })).edited).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe(small({ name: 'Mine' }));
    // Another program was at it meanwhile: it is not overwritten.
    writeFileSync(file, small({ name: 'Theirs' }));
    const info = await host.documents.get({ documentId: opened.id });
    await host.documents.write({ documentId: opened.id, text: SMALL, revision: info.revision });
    expect(await errorOf(host.documents.save({ documentId: opened.id }))).toMatchObject({ code: 'CONFLICT' });
    expect(readFileSync(file, 'utf8')).toBe(small({ name: 'Theirs' }));
    const elsewhere = door.grant(join(place.directory, 'other.yaml'), 'write');
    await host.documents.saveTicket({ documentId: opened.id, ticket: elsewhere });
    expect(readFileSync(join(place.directory, 'other.yaml'), 'utf8')).toBe(SMALL);
  });

  it('takes a ticket for what it was given for, and for nothing else afterwards', async () => {
    const { host } = door;
    const file = join(place.directory, 'theirs.yaml');
    writeFileSync(file, SMALL);
    const { id: documentId } = await host.documents.create({ text: small({ name: 'Mine' }) });
    const toOpen = door.grant(file, 'read');
    const toSave = door.grant(file, 'write');
    expect(await errorOf(host.documents.saveTicket({ documentId, ticket: toOpen }))).toMatchObject({
      code: 'REFUSED',
    });
    expect(await errorOf(host.documents.openTicket({ ticket: toSave }))).toMatchObject({ code: 'REFUSED' });
    expect(await errorOf(host.documents.openTicket({ ticket: toOpen }))).toMatchObject({ code: 'REFUSED' });
    expect(await errorOf(host.documents.saveTicket({ documentId, ticket: toSave }))).toMatchObject({
      code: 'REFUSED',
    });
    expect(readFileSync(file, 'utf8')).toBe(SMALL);
  });

  it('tries a policy on the busiest day, and says why there is none', async () => {
    const { host } = door;
    const fixed = small({ days: 3, rate: 1 });
    const { id: documentId } = await host.documents.create({ text: fixed });
    const scaled = fixed.replace(
      /replicas: 2/,
      'autoscale: { kind: hpa, max: 4, metrics: [{ metric: outstanding, averageValue: 2 }] }',
    );
    const day = await host.planning.policyDay({ documentId, text: scaled, poolId: 'p' });
    expect(day).toMatchObject({
      poolId: 'p',
      name: 'Small',
      hours: '2026-01-06, the day that asks for most',
    });
    expect(day.figures.map(({ id }) => id)).toEqual(['cost', 'attained', 'ttft', 'paid']);
    expect(day.chart?.table.rows).toHaveLength(24);
    // Two replicas of a GPU at 3 an hour, a day long; their number stays, so that there is no chart of it.
    const before = await host.planning.policyDay({ documentId, text: fixed, poolId: 'p' });
    expect(before.figures[0]).toMatchObject({ label: 'Cost of the day', value: 'USD 144' });
    expect(before.chart).toBeUndefined();
    expect(await errorOf(host.planning.policyDay({ documentId, text: fixed, poolId: 'q' }))).toMatchObject({
      code: 'INPUT',
      data: { sentence: expect.stringMatching(/no such pool/) },
    });
  });

  it('searches for a deployment, tells what cannot be searched, and stops when it is told to', async () => {
    const { host } = door;
    const { id: documentId } = await host.documents.create({ text: SMALL });
    const sized = async (text: string, signal?: AbortSignal) => {
      const seen = [];
      const events = await host.planning.size(
        { documentId, text, poolId: 'p' },
        signal === undefined ? {} : { signal },
      );
      for await (const event of events) seen.push(event);
      return seen;
    };
    expect(await errorOf(sized(SMALL))).toMatchObject({
      code: 'INPUT',
      data: { problems: [{ path: 'pools.p.model', suggestion: 'name one of the catalogue' }] },
    });
    const text = small({ model: 'llama-3.1-8b', stepTime: 'auto' })
      .replace(', kvBlocks: 4000', '')
      .replace('days: 1', 'hours: 1');
    const seen = await sized(text);
    expect(seen.length).toBeGreaterThan(1);
    const last = seen.at(-1);
    if (last?.kind !== 'done') throw new Error('it did not end');
    expect(last.document.best?.costPerMonth).toBeGreaterThan(0);
    expect(last.document.searched.configurations).toBeGreaterThan(200);
    expect(last.sections[0].table.rows.length).toBe(last.document.edge.length);
    const { searchId } = last;
    const page = await host.exports.size({ searchId, format: 'answer' });
    expect(page.name).toBe('small-size-answer.html');
    expectAnswered(await page.text(), [last.document.best?.label ?? 'none']);
    const json = await host.exports.size({ searchId, format: 'json' });
    expect(JSON.parse(await json.text())).toEqual(last.document);
    expect((await host.exports.size({ searchId, format: 'xlsx' })).size).toBeGreaterThan(1000);
    expect(await errorOf(host.exports.size({ searchId: randomUUID(), format: 'answer' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    await expect(sized(text, stop.signal)).rejects.toThrow();
  });

  it('plans commitments and exports the memo, tells what is missing, and stops when it is told to', async () => {
    const { host } = door;
    const { id: documentId } = await host.documents.create({ text: SMALL });
    const planned = async (text: string, signal?: AbortSignal) => {
      const seen = [];
      const events = await host.planning.commit({ documentId, text }, signal === undefined ? {} : { signal });
      for await (const event of events) seen.push(event);
      return seen;
    };
    expect(await errorOf(planned(SMALL))).toMatchObject({
      code: 'INPUT',
      data: { problems: [{ path: 'commitmentOffers' }] },
    });
    const text = `${SMALL}commitmentOffers: [{ id: ri, rule: aws-reserved-instance, discount: 40%, term: 1y }]
commitmentPlan: { startMonths: 2, growth: [{ name: base, perMonth: 0 }] }
`;
    const seen = await planned(text);
    expect(seen.length).toBeGreaterThan(2);
    const last = seen.at(-1);
    if (last?.kind !== 'done') throw new Error('it did not end');
    // Two GPUs at 3 an hour, 40 % off, for the year that the offer lasts.
    expect(last.document.cheapest.purchases).toMatchObject([
      { offer: 'ri', commitment: { units: 2, start: '2026-01-05' } },
    ]);
    expect(last.document.cheapest.savings).toBeCloseTo(2 * 3 * 0.4 * 8760, 2);
    expect(last.charts.map(({ id }) => id)).toContain('demand');
    // One unit is half of what is needed: 6 − 1.2 an hour.
    const { planId } = last;
    const half = await host.planning.commitmentAt({ planId, offerId: 'ri', amount: 1 });
    expect(half.hourly).toBeCloseTo(1.8, 12);
    expect(half.onDemandOfOne).toBeCloseTo(3, 12);
    expect(half.commitment).toMatchObject({ units: 1, term: '1y', start: '2026-01-05' });
    expect(half.savings).toBeCloseTo(1.2 * 8760, 6);
    expect(half.expected).toMatchObject({ coverage: 0.5, utilisation: 1 });
    expect(half.expected.effectiveSavingsRate).toBeCloseTo(0.2, 12);
    expect(half.charts.map(({ id }) => id)).toEqual(['week', 'curve']);
    // The card and its chart are of one mind: the curve's points are priced as what one tunes is.
    for (const { amount, cost } of last.document.curves[0].points) {
      const here = await host.planning.commitmentAt({ planId, offerId: 'ri', amount });
      expect(here.expected.chargedCost).toBe(cost);
    }
    const three = await host.planning.commitmentAt({ planId, offerId: 'ri', amount: 3 });
    expect(three.expected.unused).toBeCloseTo(1.8 * 8760, 2);
    expect(await errorOf(host.planning.commitmentAt({ planId, offerId: 'no', amount: 1 }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    // What is bought is the plan's, and only for the text that was planned for: of another one nobody knows what it needs.
    const bought = await host.planning.purchase({ planId, text, choice: { portfolio: 'cheapest' } });
    expect(bought.commitments).toMatchObject([{ id: 'ri 2026-01-05', units: 2 }]);
    const one = await host.planning.purchase({ planId, text, choice: { offerId: 'ri', amount: 1 } });
    expect(one.commitments).toMatchObject([{ units: 1 }]);
    const after = `${text}commitments: ${JSON.stringify(bought.commitments)}\n`;
    for (const choice of [{ portfolio: 'cheapest' }, { offerId: 'ri', amount: 1 }] as const) {
      expect(await errorOf(host.planning.purchase({ planId, text: after, choice }))).toMatchObject({
        code: 'CONFLICT',
        data: { action: 'Plan again.' },
      });
    }
    for (const format of ['html', 'xlsx', 'json'] as const) {
      const file = await host.exports.commitment({ planId: last.planId, format, text });
      expect(file.name).toBe(`small-commitment.${format}`);
      expect(file.size).toBeGreaterThan(1000);
    }
    const memo = async (now: string): Promise<string> =>
      (await host.exports.commitment({ planId, format: 'html', text: now })).text();
    expect(await memo(text)).not.toContain('The scenario has been edited since');
    expect(await memo(after)).toContain('The scenario has been edited since');
    expect(await errorOf(host.exports.commitment({ planId: randomUUID(), format: 'json' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    await expect(planned(text, stop.signal)).rejects.toThrow();
  });

  it('drafts, runs with progress, and prices what it has without simulating', async () => {
    const { host } = door;
    const { id: documentId } = await host.documents.create({ text: SMALL });
    const draft = await host.runs.draft({ documentId, text: SMALL });
    expect(draft).toMatchObject({
      mode: 'draft',
      approximate: false,
      repriced: false,
      documentId,
      text: SMALL,
    });
    const run = await host.runs.start({ documentId, text: SMALL });
    const seen = await endOf(await host.runs.watch({ runId: run.id }));
    expect(seen.at(-1)).toMatchObject({ state: 'done', share: 1 });
    const result = await host.results.get({ documentId, resultId: seen.at(-1)?.resultId ?? '' });
    expect(result.run.verdict).toBe(draft.run.verdict);
    expect(result.charts.map(({ id }) => id)).toContain('timeline');
    expect((await host.results.latest({ documentId }))?.id).toBe(result.id);
    const dearer = await host.runs.draft({ documentId, text: small({ price: 6 }) });
    expect(dearer.repriced).toBe(true);
    expect(dearer.run.cost.total).toBeCloseTo(2 * (result.run.cost.total ?? 0), 6);
    expect(dearer.run.latencySeconds).toEqual(result.run.latencySeconds);
  });

  it('cancels a run, keeps what is done of it, and goes on', async () => {
    const { host } = door;
    const text = small({ days: 8, rate: 3 });
    const { id: documentId } = await host.documents.create({ text });
    const run = await host.runs.start({ documentId, text });
    for await (const info of await host.runs.watch({ runId: run.id })) {
      if (info.windowsDone >= 1 && info.state === 'running') await host.runs.cancel({ runId: run.id });
      if (info.state === 'done') throw new Error('it was too quick to be cancelled');
    }
    expect(await host.runs.list()).toMatchObject([{ id: run.id, state: 'cancelled' }]);
    await host.runs.resume({ runId: run.id });
    const last = (await endOf(await host.runs.watch({ runId: run.id }))).at(-1);
    expect(last?.state).toBe('done');
    expect(await host.runs.list()).toEqual([]);
  });

  it('stops a draft whose caller has gone', async () => {
    const { host } = door;
    const text = small({ rate: 30, days: 7 });
    const { id: documentId } = await host.documents.create({ text });
    const stop = new AbortController();
    const call = host.runs.draft({ documentId, text }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 20);
    await expect(call).rejects.toThrow();
    // The threads are free again: the next one is answered.
    expect((await host.runs.draft({ documentId, text: SMALL })).run.name).toBe('Small');
  });

  it('tells what is wrong with a scenario by field, and of a run, how it failed', async () => {
    const { host } = door;
    const { id: documentId } = await host.documents.create({ text: SMALL });
    const text = small({ model: 'llama-9-70b', stepTime: 'auto' });
    const { problems } = await host.documents.check({ documentId, text });
    expect(problems).toMatchObject([
      { path: 'pools.p.model', message: expect.stringMatching(/llama-9-70b/) },
    ]);
    const error = await errorOf(host.runs.draft({ documentId, text }));
    expect(error).toMatchObject({ code: 'INPUT', data: { problems: [{ path: 'pools.p.model' }] } });
    const run = await host.runs.start({ documentId, text });
    const last = (await endOf(await host.runs.watch({ runId: run.id }))).at(-1);
    expect(last).toMatchObject({ state: 'failed', failure: { problems: [{ path: 'pools.p.model' }] } });
  });

  it('refuses a trace that nobody chose, and takes one that was imported', async () => {
    const { host } = door;
    const { id: documentId } = await host.documents.create({ text: SMALL });
    for (const path of ['/etc/passwd', '../../../../etc/passwd', '..']) {
      const { problems } = await host.documents.check({ documentId, text: small({ trace: path }) });
      expect(problems).toMatchObject([
        { path: 'workloads.w.arrivals.trace', message: expect.stringMatching(/nobody chose it/) },
      ]);
    }
    const file = new File(['at,prompt,completion\n0,100,10\n5,200,20\n'], '../../evil name.csv', {
      type: 'text/csv',
    });
    const { path } = await host.documents.importTrace({ documentId, file });
    expect(path).toBe('./evil-name.csv');
    expect(existsSync(join(place.directory, 'documents', documentId, 'evil-name.csv'))).toBe(true);
    const result = await host.runs.draft({ documentId, text: small({ trace: path }) });
    expect(result.run.requests.completed).toBe(2);
  });

  it('explains every figure on the cards, down to the ledger', async () => {
    const { host } = door;
    const { id: documentId } = await host.documents.create({ text: SMALL });
    const { id: resultId, cards } = await host.runs.draft({ documentId, text: SMALL });
    const asked = new Set<string>();
    const waiting = cards.map(({ figure }) => figure);
    for (let figure = waiting.pop(); figure !== undefined; figure = waiting.pop()) {
      if (asked.has(figure)) continue;
      asked.add(figure);
      const explanation = await host.results.explain({ documentId, resultId, figure });
      expect(explanation.formula).not.toBe('');
      for (const input of explanation.inputs) {
        expect(input.source).not.toBe('');
        if (input.figure !== undefined) waiting.push(input.figure);
      }
    }
    expect(asked).toContain('cost.total');
    const total = await host.results.explain({ documentId, resultId, figure: 'cost.total' });
    expect(total.tables[0].table.rows.length).toBeGreaterThan(2);
    expect(
      await errorOf(host.results.explain({ documentId, resultId, figure: 'cost.nonsense' })),
    ).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('compares and exports', async () => {
    const { host } = door;
    const compared: ResultRef[] = [];
    for (const replicas of [2, 3]) {
      const text = small({ name: `With ${replicas}`, replicas });
      const { id: documentId } = await host.documents.create({ text });
      compared.push({ documentId, resultId: (await host.runs.draft({ documentId, text })).id });
    }
    const view = await host.compare.results({ compared });
    expect(view.verdict).toMatch(/^With 2 is the cheapest that keeps every service level/);
    expect(view.scenarios[0].differs.map(({ path }) => path)).toEqual(['name', 'pools.p.replicas']);
    const [a, b] = view.lines.map(({ costPerMonth }) => costPerMonth ?? 0);
    const steps = view.bridges[0].steps.reduce((sum, { amount }) => sum + amount, 0);
    expect(steps).toBeCloseTo(b - a, 5);
    for (const format of ['html', 'xlsx', 'json', 'usage.csv', 'ledger.csv'] as const) {
      const file = await host.exports.result({ ...compared[0], format });
      expect(file.name).toMatch(/^with-2/);
      expect(file.size).toBeGreaterThan(100);
    }
    for (const format of ['html', 'xlsx', 'json'] as const) {
      expect((await host.exports.comparison({ compared, format })).size).toBeGreaterThan(100);
    }
    const page = await host.exports.result({ ...compared[1], format: 'answer' });
    expect(page.name).toBe('with-3-answer.html');
    const monthly = (cost: number): string => `USD ${Math.round(cost).toLocaleString('en')} a month`;
    expectAnswered(await page.text(), ['With 3', monthly(b)]);
    const both = await host.exports.comparison({ compared, format: 'answer' });
    expectAnswered(await both.text(), ['With 2', 'With 3', monthly(a)]);
  });

  it('gives a document its own result, where another one has the same text', async () => {
    const { host } = door;
    const { id: first } = await host.documents.create({ text: SMALL });
    const { id: second } = await host.documents.duplicate({ documentId: first });
    const resultIds: string[] = [];
    for (const documentId of [first, second]) {
      resultIds.push((await host.runs.draft({ documentId, text: SMALL })).id);
    }
    const [resultId] = resultIds;
    expect(resultIds).toEqual([resultId, resultId]);
    for (const documentId of [first, second]) {
      expect((await host.results.get({ documentId, resultId })).documentId).toBe(documentId);
    }
    const view = await host.compare.results({
      compared: [first, second].map((documentId) => ({ documentId, resultId })),
    });
    expect(view.lines.map(({ documentId }) => documentId)).toEqual([first, second]);
    // One that has no result of its own does not get another's.
    const { id: third } = await host.documents.duplicate({ documentId: first });
    expect(await errorOf(host.results.get({ documentId: third, resultId }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    // Nor a kept one: of the two, the first alone was run in full.
    const run = await host.runs.start({ documentId: first, text: SMALL });
    await endOf(await host.runs.watch({ runId: run.id }));
    expect((await host.results.get({ documentId: first, resultId })).mode).toBe('full');
    expect((await host.results.get({ documentId: second, resultId })).mode).toBe('draft');
  });

  it('compares more scenarios than it keeps with all their hours', async () => {
    const { host } = door;
    const compared: ResultRef[] = [];
    for (let price = 1; price <= 40; price++) {
      const text = small({ name: `At ${price}`, price });
      const { id: documentId } = await host.documents.create({ text });
      compared.push({ documentId, resultId: (await host.runs.draft({ documentId, text })).id });
    }
    const { lines } = await host.compare.results({ compared });
    expect(lines.map(({ label }) => label)).toEqual(compared.map((_, index) => `At ${index + 1}`));
    const costs = lines.map(({ costPerMonth }) => (costPerMonth ?? 0) / (lines[0].costPerMonth ?? 0));
    expect(costs.every((cost, index) => Math.abs(cost - index - 1) < 1e-6)).toBe(true);
  });

  it('refuses calls that are none of the contract, in words', async () => {
    const { host } = door;
    const calls: readonly Promise<unknown>[] = [
      host.documents.get({ documentId: '../../etc' }),
      host.documents.get({ documentId: 'x', more: 1 } as never),
      host.documents.openTicket({ ticket: '/etc/passwd' }),
      host.compare.results({ compared: [{ documentId: 'a', resultId: 'only-one' }] }),
      host.exports.result({ documentId: 'a', resultId: 'a', format: 'exe' as never }),
      host.documents.write({ documentId: 'a', text: 7 as never, revision: 0 }),
    ];
    for (const call of calls) {
      const { code, data } = await errorOf(call);
      expect(code).toBe('MALFORMED');
      expect(data.sentence).toMatch(/not understood/);
    }
    expect(await errorOf(host.documents.create({ text: 'x'.repeat(4_000_001) }))).toMatchObject({
      code: 'TOO_LARGE',
    });
    expect(door.log.join('\n')).toMatch(/refused: The call was not understood/);
  });

  it('tells every window of every change', async () => {
    const { host } = door;
    const stop = new AbortController();
    const events = await host.documents.watch(undefined, { signal: stop.signal });
    const seen: [id: string, kind: string][] = [];
    const listening = (async () => {
      for await (const { id, kind } of events) {
        seen.push([id, kind]);
        if (kind === 'removed') return;
      }
    })();
    // A door hands the stream over when it gets to it: from the first event on, it listens.
    while (seen.length === 0) await host.documents.create({ text: SMALL });
    const { id: documentId } = await host.documents.create({ text: SMALL });
    await host.documents.write({ documentId, text: small({ name: 'Other' }), revision: 1 });
    await host.documents.remove({ documentId });
    await listening;
    expect(seen.filter(([id]) => id === documentId).map(([, kind]) => kind)).toEqual([
      'created',
      'written',
      'removed',
    ]);
    stop.abort();
  });
});
