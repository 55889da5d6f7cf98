import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostClient } from '../../host/api/shell.ts';
import type { VaryEvent } from '../../host/api/types.ts';
import { CHAT_SCENARIO } from './chatScenario.ts';
import { type Door, DOORS, temporaryDirectory } from './api/doors.ts';

/** With comments, which stay. */
const SCENARIO = `# Ours, as it stands.\n${CHAT_SCENARIO.replace('a10g-24gb', 'a10g-24gb # what we have')}`;

type Axes = Parameters<HostClient['planning']['vary']>[0]['axes'];
type Done = Extract<VaryEvent, { readonly kind: 'done' }>;

async function vary(host: HostClient, documentId: string, axes: Axes, sized = false): Promise<Done> {
  let done: Done | undefined;
  const { text } = await host.documents.get({ documentId });
  for await (const event of await host.planning.vary({ documentId, text, axes, sized })) {
    if (event.kind === 'done') done = event;
    else expect(event.share).toBeGreaterThanOrEqual(0);
  }
  if (done === undefined) throw new Error('the stream ended without an answer');
  return done;
}

describe('the making of rows', () => {
  const [{ open }] = DOORS;
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

  it('makes a document of each combination, and names what cannot be', async () => {
    const { host } = door;
    const { id } = await host.documents.create({ text: SCENARIO });
    const { rows, leftOut, poolId } = await vary(host, id, {
      accelerators: ['A10G', 'l4', 't4'],
      precisions: ['auto', 'bf16'],
    });
    expect(poolId).toBe('pool');
    expect(rows.map(({ label, isBase }) => ({ label, isBase }))).toEqual([
      { label: 'A10G auto', isBase: true },
      // What it has by itself.
      { label: 'A10G bf16', isBase: true },
      { label: 'L4 auto', isBase: false },
      { label: 'L4 bf16', isBase: false },
    ]);
    expect(leftOut.map(({ label }) => label)).toEqual(['T4 auto', 'T4 bf16']);
    expect(leftOut[1].reason).toContain('cannot compute in bf16');
    expect(rows[0].documentId).toBe(id);
    const { text, name } = await host.documents.get({ documentId: rows[3].documentId });
    expect(name).toBe('L4 bf16');
    expect(text).toContain('# Ours, as it stands.');
    expect(text).toContain('accelerator: l4-24gb # what we have');
    expect(text).toContain('precision: bf16');
    expect((await host.documents.check({ documentId: rows[3].documentId, text })).problems).toEqual([]);
  });

  it('lists no row before it is opened, and lets it go with its comparison', async () => {
    const { host } = door;
    const { id } = await host.documents.create({ text: SCENARIO });
    const { rows } = await vary(host, id, { replicas: [2, 3, 4] });
    const ids = rows.map(({ documentId }) => documentId);
    const listed = async () => (await host.documents.recent()).map((each) => each.id);
    expect(await listed()).toEqual([id]);
    // Asked for again they are the same, and one more is one more.
    const again = await vary(host, id, { replicas: [2, 3, 4, 5] });
    expect(again.rows.slice(0, 3).map(({ documentId }) => documentId)).toEqual(ids);
    await host.system.changeSettings({ compared: [id, ...ids] });
    const opened = await host.documents.keep({ documentId: ids[0] });
    expect(opened.origin).toEqual({ kind: 'variant', of: id, name: 'Chat', isKept: true });
    const { text, revision } = await host.documents.get({ documentId: ids[1] });
    await host.documents.write({ documentId: ids[1], text: `${text}# mine\n`, revision });
    expect((await listed()).toSorted()).toEqual([id, ids[0], ids[1]].toSorted());
    await host.system.changeSettings({ compared: [ids[2], id] });
    await host.documents.get({ documentId: ids[2] });
    await host.system.changeSettings({ compared: [id] });
    await expect(host.documents.get({ documentId: ids[2] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await host.documents.get({ documentId: ids[0] });
    await host.documents.get({ documentId: ids[1] });
  });

  it('sizes each row to the service levels, and names what no number of replicas makes quick enough', async () => {
    const { host } = door;
    const text = SCENARIO.replace('tpotSeconds: 0.2', 'tpotSeconds: 0.03');
    const { id } = await host.documents.create({ text });
    const { rows, leftOut } = await vary(host, id, { accelerators: ['a10g', 'a100-80gb'] }, true);
    expect(rows.map(({ label }) => label)).toEqual(['A100-80GB']);
    expect(leftOut).toMatchObject([
      { label: 'A10G', reason: expect.stringContaining('no number of replicas') },
    ]);
    const { text: sized } = await host.documents.get({ documentId: rows[0].documentId });
    const { run } = await host.runs.draft({ documentId: rows[0].documentId, text: sized });
    expect(run.slo.map(({ met }) => met)).toEqual([true]);
  });

  it.each([
    ['an accelerator that is none', { accelerators: ['h1000'] }, false, "no accelerator 'h1000'"],
    ['a provider that is none', { providers: ['amazon'] }, false, "there is no 'amazon'"],
    ['nothing', {}, true, 'nothing varies'],
    ['replicas of sized rows', { replicas: [1] }, true, 'sizing finds them'],
    ['half a GPU', { gpusPerReplica: [0.5] }, false, "'0.5' is no whole number"],
    [
      'more rows than there may be',
      {
        replicas: Array.from({ length: 41 }, (_, i) => i + 1),
        precisions: ['bf16', 'fp16', 'fp8', 'int8', 'int4'],
      },
      false,
      '5 × 41 are 205 rows; 200 are the most',
    ],
  ] satisfies [string, Axes, boolean, string][])(
    'tells what cannot vary: %s',
    async (_what, axes, sized, sentence) => {
      const { host } = door;
      const { id } = await host.documents.create({ text: SCENARIO });
      await expect(vary(host, id, axes, sized)).rejects.toMatchObject({
        code: 'INPUT',
        data: { problems: [{ message: expect.stringContaining(sentence) }] },
      });
    },
  );

  it('lists what there is to vary', async () => {
    const { host } = door;
    const { id } = await host.documents.create({ text: SCENARIO });
    const { accelerators, gpusPerReplica, providers, precisions, present } = await host.planning.choices({
      documentId: id,
      text: SCENARIO,
    });
    const h100 = accelerators.find(({ shortName }) => shortName === 'H100');
    expect(h100).toMatchObject({ id: 'h100-sxm-80gb', vendor: 'NVIDIA', holds: [1, 2, 4, 8] });
    expect(h100?.providers).toEqual(['aws', 'azure', 'gcp', 'nebius', 'oci']);
    // 24 GB do not hold 16 GB of weights and the rest on one GPU of 16 GB.
    expect(accelerators.find(({ shortName }) => shortName === 'T4')?.holds).not.toContain(1);
    expect(gpusPerReplica.map(({ gpus }) => gpus)).toEqual([1, 2, 4, 8]);
    expect(providers.find(({ provider }) => provider === 'aws')?.regions).toEqual(['us-east-1']);
    expect(precisions.find(({ precision }) => precision === 'bf16')?.weightBytes).toBeGreaterThan(15e9);
    expect(present).toMatchObject({
      accelerator: 'a10g-24gb',
      gpusPerReplica: 1,
      provider: 'aws',
      replicas: { least: 1, most: 1 },
    });
  });
});
