// Two hundred orders of leaving for every stream and every call that can be called off, through every door: each ends
// what was left, and nothing else.
import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Varying from '../../../host/questions/vary/varyScenario.ts';
import type * as Sizing from '../../../host/questions/size/sizeScenario.ts';
import type { HostClient } from '../../../host/api/shell.ts';
import { type Door, DOORS, temporaryDirectory, type Window } from './doors.ts';
import { watchProcess } from '../watchProcess.ts';
import { SMALL, small } from './smallScenario.ts';

/** A search that never ends takes the place of the real one, which simulates for seconds. */
vi.mock(
  '../../../host/questions/size/sizeScenario.ts',
  (): Pick<typeof Sizing, 'sizeScenario'> => ({
    sizeScenario: async (_prepared, _document, _catalog, { signal, onProgress }) => {
      for (let done = 0; ; done++) {
        onProgress?.({ done, options: 1000, simulated: done, bestCostPerMonth: undefined });
        await pause(2, undefined, { signal });
      }
    },
  }),
);

/** And so with the making of rows. */
vi.mock(
  '../../../host/questions/vary/varyScenario.ts',
  (): Pick<typeof Varying, 'varyScenario'> => ({
    varyScenario: async (_prepared, { signal, onProgress }) => {
      for (let done = 0; ; done++) {
        onProgress?.({ done, rows: 1000, sentence: 'making rows' });
        await pause(2, undefined, { signal });
      }
    },
  }),
);

const SEED = 13;
const ORDERS = 200;
const AT_A_TIME = 5;

const PLANNED = `${SMALL}commitmentOffers: [{ id: ri, rule: aws-reserved-instance, discount: 40%, term: 1y }]
commitmentPlan: { startMonths: 1, growth: [{ name: base, perMonth: 0 }] }
`;
/** Long enough to be under way until it is cancelled. */
const LONG = small({ days: 200, rate: 5 });

type Options = { readonly signal: AbortSignal };

const STREAMS: Readonly<
  Record<string, (host: HostClient, documentId: string, options: Options) => Promise<AsyncIterator<unknown>>>
> = {
  'documents.watch': (host, _documentId, options) => host.documents.watch(undefined, options),
  'planning.size': (host, documentId, options) => host.planning.size({ documentId, text: SMALL }, options),
  'planning.vary': (host, documentId, options) =>
    host.planning.vary({ documentId, text: SMALL, axes: { replicas: [1, 2] }, sized: false }, options),
  'planning.commit': (host, documentId, options) =>
    host.planning.commit({ documentId, text: PLANNED }, options),
};

const CALLS: Readonly<
  Record<string, (host: HostClient, documentId: string, options: Options) => Promise<unknown>>
> = {
  'documents.check': (host, documentId, options) =>
    host.documents.check({ documentId, text: SMALL }, options),
  'documents.importTrace': (host, documentId, options) =>
    host.documents.importTrace({ documentId, file: new File(['at\n0\n'], 'trace.csv') }, options),
  'planning.choices': (host, documentId, options) =>
    host.planning.choices({ documentId, text: SMALL }, options),
  'runs.draft': (host, documentId, options) =>
    host.runs.draft({ documentId, text: small({ rate: 10, days: 2 }) }, options),
};

/** What whoever reads a stream may do, in any order. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('read', 'begin to read') },
  { weight: 2, arbitrary: fc.constantFrom('turn', 'tick', 'wait') },
  { weight: 2, arbitrary: fc.constantFrom('abort', 'return') },
  { weight: 1, arbitrary: fc.constantFrom('abort for no reason', 'throw', 'leave') },
);
const order = fc.array(step, { minLength: 1, maxLength: 7 });

const WAIT_MS = 4;
const later = (kind: 'turn' | 'tick' | 'wait'): Promise<unknown> =>
  kind === 'turn'
    ? Promise.resolve()
    : new Promise((resolve) => (kind === 'tick' ? setImmediate(resolve) : setTimeout(resolve, WAIT_MS)));

/** A read that is given up after a moment where nothing comes; how it fails is not the question. */
async function soon(promise: Promise<unknown>): Promise<void> {
  await Promise.race([promise.catch(() => undefined), later('wait')]);
}

/** Follows an order, and sees to it that the stream has ended for its reader at the end. */
async function follow(
  steps: readonly string[],
  window: Window,
  open: (options: Options) => Promise<AsyncIterator<unknown>>,
): Promise<void> {
  const stop = new AbortController();
  const reads: Promise<unknown>[] = [];
  const opened = open({ signal: stop.signal });
  const ended = opened.then(
    async (stream) => {
      for (const each of steps) {
        if (each === 'turn' || each === 'tick' || each === 'wait') await later(each);
        else if (each === 'read') await soon(stream.next());
        else if (each === 'begin to read') reads.push(stream.next().catch(() => undefined));
        else if (each === 'abort') stop.abort(new Error('enough'));
        else if (each === 'abort for no reason') stop.abort('no error');
        else if (each === 'return') await stream.return?.().catch(() => undefined);
        else if (each === 'throw') await stream.throw?.(new Error('enough')).catch(() => undefined);
        else await window.leave();
      }
      stop.abort();
      await Promise.all(reads);
      await expect(
        stream.next().then(
          ({ done }) => done === true || 'an event',
          () => true,
        ),
      ).resolves.toBe(true);
    },
    () => undefined,
  );
  // Some are called off before they have begun.
  if (steps[0] === 'abort') stop.abort();
  await ended;
}

describe.each(DOORS)('leaving, through the door $name', ({ open }) => {
  let door: Door;
  let place: ReturnType<typeof temporaryDirectory>;
  let documentId: string;
  let watched: ReturnType<typeof watchProcess>;
  beforeAll(async () => {
    watched = watchProcess();
    place = temporaryDirectory();
    door = await open(place.directory);
    documentId = (await door.host.documents.create({ text: SMALL })).id;
  });
  afterAll(async () => {
    // It waits for the work of every stream to have ended.
    await door.close();
    place.remove();
    watched.stop();
  });

  async function expectToEndAlone(
    one: (window: Window, steps: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const bystander = await door.host.documents.watch();
    const news = bystander.next();
    const orders = fc.sample(order, { seed: SEED, numRuns: Math.ceil(ORDERS / DOORS.length) });
    const next = orders.values();
    const lane = async (): Promise<void> => {
      for (const steps of next) {
        const window = await door.another();
        await one(window, steps);
        await window.leave();
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, lane));
    // Others are where they were.
    const { id } = await door.host.documents.create({ text: SMALL });
    expect(await news).toMatchObject({ value: { kind: 'created', id } });
    await bystander.return?.();
    expect(watched.reached).toEqual([]);
    expect(door.log.join('\n')).not.toMatch(/fault|Error/);
  }

  it.each(Object.entries(STREAMS))(
    '%s ends for who leaves it, and for nobody else',
    async (_name, stream) => {
      await expectToEndAlone((window, steps) =>
        follow(steps, window, (options) => stream(window.host, documentId, options)),
      );
    },
  );

  it('runs.watch ends for who leaves it, and the run goes on', async () => {
    const { id: runId } = await door.host.runs.start({ documentId, text: LONG });
    await expectToEndAlone((window, steps) =>
      follow(steps, window, (options) => window.host.runs.watch({ runId }, options)),
    );
    expect(await door.host.runs.list()).toMatchObject([{ id: runId, state: 'running' }]);
    await door.host.runs.cancel({ runId });
  });

  it.each(Object.entries(CALLS))('%s that is called off ends for who called', async (_name, call) => {
    await expectToEndAlone(async (window, steps) => {
      const stop = new AbortController();
      const answered = call(window.host, documentId, { signal: stop.signal }).catch(() => undefined);
      for (const each of steps) {
        if (each === 'turn' || each === 'tick' || each === 'wait') await later(each);
        else if (each === 'leave') await window.leave();
      }
      stop.abort();
      await answered;
    });
  });
});
