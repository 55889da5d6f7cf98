import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HostClient } from '../../host/api/shell.ts';
import { type BackRoom, createBackRoom } from '../../host/backRoom/backRoom.ts';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import { exampleVerdict } from '../../host/cli/commands/exampleVerdict.ts';
import { temporaryDirectory } from './api/doors.ts';

let place: ReturnType<typeof temporaryDirectory>;
let backRoom: BackRoom;
let host: HostClient;
beforeEach(() => {
  place = temporaryDirectory();
  backRoom = createBackRoom({ dataDirectory: place.directory, workers: 1, warn: () => undefined });
  host = inProcessClient(backRoom);
});
afterEach(async () => {
  await backRoom.close();
  place.remove();
});

it('says so where the first example’s run is cancelled in the app, and goes on', async () => {
  const verdict = exampleVerdict(host);
  await expect.poll(() => backRoom.runs.list().length, { timeout: 60_000 }).toBe(1);
  const [{ id }] = backRoom.runs.list();
  backRoom.runs.cancel(id);
  expect(await verdict).toEqual({
    isThere: false,
    text: 'The first example has no verdict this time: its run was cancelled.',
  });
});

it('says so where a call fails', async () => {
  const failing: HostClient = {
    ...host,
    documents: {
      ...host.documents,
      openExample: () => Promise.reject(new Error('The store cannot be used: it is damaged.')),
    },
  };
  expect(await exampleVerdict(failing)).toEqual({
    isThere: false,
    text: 'The first example has no verdict this time: The store cannot be used: it is damaged.',
  });
});
