import { afterEach, beforeEach, expect, it } from 'vitest';
import { Interrupted } from '../../host/run/interrupted.ts';
import { type BackRoom, createBackRoom } from '../../host/backRoom/backRoom.ts';
import { temporaryDirectory } from './api/doors.ts';
import { endlessDraft } from './endlessDraft.ts';
import { small } from './api/smallScenario.ts';

let place: ReturnType<typeof temporaryDirectory>;
let backRoom: BackRoom;
beforeEach(() => {
  place = temporaryDirectory();
  backRoom = createBackRoom({ dataDirectory: place.directory, workers: 2, warn: () => undefined });
});
afterEach(async () => {
  await backRoom.close();
  place.remove();
});

function draft(text: string, signal: AbortSignal) {
  const { id } = backRoom.documents.create(text);
  return backRoom.results.draft(id, backRoom.documents.source(id, text), signal);
}

const never = new AbortController().signal;

it('a draft waits for none that goes on and on, and the threads are good for the next when that is cancelled', async () => {
  const cancel = [new AbortController(), new AbortController(), new AbortController()];
  let ended = 0;
  // Each keeps a thread busy within one batch of requests, where no flag is looked at.
  const endless = cancel.map(({ signal }, index) =>
    draft(endlessDraft(`Endless ${index}`), signal).finally(() => ended++),
  );
  const quick = await draft(small({ name: 'Quick' }), never);
  expect(quick.report.run.requests.completed).toBeGreaterThan(0);
  expect(ended).toBe(0);

  for (const controller of cancel) controller.abort();
  const outcomes = await Promise.allSettled(endless);
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Interrupted) as Interrupted });

  const next = await draft(small({ name: 'Next', rate: 0.3 }), never);
  expect(next.report.run.requests.completed).toBeGreaterThan(0);
});

it('more drafts than are kept whole still make a page for management', async () => {
  const compared = [];
  for (let index = 0; index < 40; index++) {
    const { id, documentId } = await draft(small({ name: `No. ${index}`, replicas: 1 + index }), never);
    compared.push({ resultId: id, documentId });
  }
  const page = await backRoom.exportComparison(compared, 'answer');
  expect(await page.text()).toContain('40 deployments compared');
}, 120_000);

it('is drafted anew after an edit, once the draft before has been cancelled', async () => {
  const cancel = new AbortController();
  const text = endlessDraft('Edited');
  const { id } = backRoom.documents.create(text);
  const before = backRoom.results.draft(id, backRoom.documents.source(id, text), cancel.signal);
  // Under way, where one of another document has been done meanwhile.
  await draft(small(), never);
  cancel.abort();
  const edited = small({ name: 'Edited', rate: 0.1 });
  const after = backRoom.results.draft(id, backRoom.documents.source(id, edited), never);
  await expect(before).rejects.toBeInstanceOf(Interrupted);
  expect((await after).report.run.requests.completed).toBeGreaterThan(0);
});
