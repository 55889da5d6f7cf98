import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BackRoom, createBackRoom } from '../../host/backRoom/backRoom.ts';
import { temporaryDirectory } from '../host/api/doors.ts';
import { endlessDraft } from '../host/endlessDraft.ts';
import { small } from '../host/api/smallScenario.ts';
import { machinePace } from '../tooling/machinePace.ts';

let place: ReturnType<typeof temporaryDirectory>;
let backRoom: BackRoom;
beforeAll(() => {
  place = temporaryDirectory();
  backRoom = createBackRoom({ dataDirectory: place.directory, workers: 2, warn: () => undefined });
});
afterAll(async () => {
  await backRoom.close();
  place.remove();
});

function draft(text: string, signal: AbortSignal) {
  const { id } = backRoom.documents.create(text);
  return backRoom.results.draft(id, backRoom.documents.source(id, text), signal);
}

it('a draft in the midst of a batch that takes minutes ends 200 ms after it is cancelled', async () => {
  const never = new AbortController().signal;
  const pace = machinePace();
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const cancel = new AbortController();
    const endless = draft(endlessDraft(`Round ${round}`), cancel.signal);
    const ended = endless.then(
      () => Number.POSITIVE_INFINITY,
      () => performance.now(),
    );
    // By then it is under way.
    await draft(small({ name: `Beside ${round}`, rate: 0.2 + round / 100 }), never);
    const cancelledMs = performance.now();
    cancel.abort();
    times.push((await ended) - cancelledMs);
  }
  expect(Math.min(...times) / Math.max(pace, machinePace())).toBeLessThan(200);
});
