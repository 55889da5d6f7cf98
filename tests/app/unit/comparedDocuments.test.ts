// Results belong to documents: whatever is done in Compare, each column shows its own document's figures.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { HostClient } from '../../../host/api/shell.ts';
import { type BackRoom, createBackRoom } from '../../../host/backRoom/backRoom.ts';
import { inProcessClient } from '../../../host/calls/inProcessClient.ts';
import { useComparison, watchComparison } from '../../../renderer/compare/comparison.ts';
import {
  addCompared,
  moveCompared,
  removeCompared,
  setCompared,
} from '../../../renderer/compare/comparedDocuments.ts';
import {
  duplicateCompared,
  renameDocument,
  resetToBaseline,
  takeOverIntoBaseline,
} from '../../../renderer/compare/matrix/rowDeeds.ts';
import { editDocument, undoEdit } from '../../../renderer/state/editing.ts';
import { openById, takeDocument } from '../../../renderer/state/opening.ts';
import { startRun } from '../../../renderer/state/running.ts';
import { isStale, useWorkspace } from '../../../renderer/state/workspace.ts';
import { textWithValue } from '../../../renderer/model/documentText.ts';
import { temporaryDirectory } from '../../host/api/doors.ts';
import { small } from '../../host/api/smallScenario.ts';

/** The window's way to the host is a function call here: everything else is as in the app. */
const way = vi.hoisted(() => ({ host: undefined as unknown as HostClient }));
vi.mock('../../../renderer/api/host.ts', () => ({
  get host() {
    return way.host;
  },
}));
vi.mock('../../../renderer/shell/shell.ts', () => ({ shell: {} }));

let place: ReturnType<typeof temporaryDirectory>;
let backRoom: BackRoom;
let stop: () => void;
const warnings: string[] = [];
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  place = temporaryDirectory();
  backRoom = createBackRoom({
    dataDirectory: place.directory,
    workers: 1,
    warn: (line) => warnings.push(line),
  });
  way.host = inProcessClient(backRoom);
  stop = watchComparison();
});
afterAll(async () => {
  stop();
  vi.useRealTimers();
  await backRoom.close();
  place.remove();
});

/** What a document is, as a person who keeps it on paper would note it down. */
interface Noted {
  readonly name: string;
  readonly replicas: number;
  readonly price: number;
}

/** The figures of such a document, from one that was never in a comparison. */
const figures = new Map<string, Promise<{ cost: number | null; latency: number | null }>>();
function figuresOf({ replicas, price }: Noted) {
  const key = `${replicas} ${price}`;
  const found =
    figures.get(key) ??
    (async () => {
      const text = textOf({ name: 'Alone', replicas, price });
      const { id: documentId } = await way.host.documents.create({ text });
      const { run } = await way.host.runs.draft({ documentId, text });
      return { cost: run.costPerMonth, latency: run.latencySeconds.ttft.p95 };
    })();
  figures.set(key, found);
  return found;
}

const SEQUENCES = 500;
const MOST_ROWS = 8;
const STUCK_MS = 120_000;

const textOf = ({ name, replicas, price }: Noted): string => small({ name, replicas, price, rate: 3 });

type Step =
  | { readonly kind: 'duplicate' | 'remove' | 'takeOver' | 'undo' | 'run' | 'copy'; readonly row: number }
  | { readonly kind: 'rename'; readonly row: number; readonly name: string }
  | {
      readonly kind: 'edit' | 'editInModel';
      readonly row: number;
      readonly field: Field;
      readonly value: number;
    }
  | { readonly kind: 'reset'; readonly row: number; readonly field: Field }
  | { readonly kind: 'move'; readonly row: number; readonly to: number }
  | { readonly kind: 'settle' };
type Field = 'replicas' | 'price';

const row = fc.nat(7);
const field = fc.constantFrom<Field>('replicas', 'price');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('duplicate' as const, 'duplicate', 'remove', 'takeOver', 'undo', 'run', 'copy'),
    row,
  }),
  fc.record({ kind: fc.constant('rename' as const), row, name: fc.constantFrom('Same', 'Other', 'copy B') }),
  fc.record({
    kind: fc.constantFrom('edit' as const, 'editInModel'),
    row,
    field,
    value: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('reset' as const), row, field }),
  fc.record({ kind: fc.constant('move' as const), row, to: row }),
  fc.constant({ kind: 'settle' as const }),
);

const PATHS: Readonly<Record<Field, readonly [path: string, steps: readonly (string | number)[]]>> = {
  replicas: ['pools.p.replicas', ['pools', 0, 'replicas']],
  price: ['pools.p.price.perGpuHour', ['pools', 0, 'price', 'perGpuHour']],
};

/** Compare as it should be, on paper: documents with their pasts, and the order of the columns. */
class Paper {
  order: string[] = [];
  readonly documents = new Map<string, { now: Noted; readonly past: Noted[]; readonly ever: Noted[] }>();

  add(id: string, now: Noted, at = this.order.length): void {
    this.order.splice(at, 0, id);
    this.documents.set(id, { now, past: [], ever: [now] });
  }

  of(id: string) {
    const document = this.documents.get(id);
    if (document === undefined) throw new Error('it is not on paper');
    return document;
  }

  change(id: string, change: Partial<Noted>): void {
    const document = this.of(id);
    const next = { ...document.now, ...change };
    if (JSON.stringify(next) === JSON.stringify(document.now)) return;
    document.past.push(document.now);
    document.now = next;
    document.ever.push(next);
  }

  undo(id: string): void {
    const document = this.of(id);
    document.now = document.past.pop() ?? document.now;
  }
}

/** Does a step in the window and on paper. */
async function take(paper: Paper, one: Step): Promise<void> {
  if (one.kind === 'settle') return settle(paper);
  const { order } = paper;
  const at = one.row % order.length;
  const id = order[at];
  const { now } = paper.of(id);
  switch (one.kind) {
    case 'duplicate': {
      if (order.length >= MOST_ROWS) return;
      const before = new Set(order);
      await duplicateCompared(id);
      const copy = useWorkspace.getState().settings.compared.find((other) => !before.has(other));
      paper.add(copy ?? '', now, at + 1);
      return;
    }
    case 'copy': {
      if (order.length >= MOST_ROWS) return;
      const other = await way.host.documents.create({ text: textOf(now) });
      takeDocument(other);
      await addCompared(other.id);
      paper.add(other.id, now);
      return;
    }
    case 'remove':
      if (order.length <= 2) return;
      paper.order = order.filter((other) => other !== id);
      return removeCompared(id);
    case 'move': {
      const to = one.to % order.length;
      const rest = order.filter((other) => other !== id);
      paper.order = [...rest.slice(0, to), id, ...rest.slice(to)];
      return moveCompared(id, to);
    }
    case 'rename':
      paper.change(id, { name: one.name });
      return renameDocument(id, one.name);
    case 'editInModel':
      await openById(id);
      break;
    case 'edit':
      break;
    case 'reset':
      paper.change(id, { [one.field]: paper.of(order[0]).now[one.field] });
      resetToBaseline(id, PATHS[one.field][0]);
      return;
    case 'takeOver':
      paper.change(order[0], { replicas: now.replicas, price: now.price });
      takeOverIntoBaseline(id);
      return;
    case 'undo':
      paper.undo(id);
      return undoEdit(id);
    case 'run':
      return startRun(id);
  }
  paper.change(id, { [one.field]: one.value });
  const { text } = useWorkspace.getState().documents[id];
  editDocument(id, one.field, textWithValue(text, PATHS[one.field][1], one.value) ?? '');
}

/** Lets drafts, writes, runs and comparisons come to their end; then each column has to be as on paper. */
async function settle(paper: Paper): Promise<void> {
  const isQuiet = (): boolean => {
    const state = useWorkspace.getState();
    const { view, isComparing } = useComparison.getState();
    return (
      vi.getTimerCount() === 0 &&
      !isComparing &&
      Object.keys(state.runs).length === 0 &&
      paper.order.every((id) => state.results[id] !== undefined && !isStale(state, id)) &&
      view?.lines.length === paper.order.length
    );
  };
  const until = performance.now() + STUCK_MS;
  while (!isQuiet()) {
    if (performance.now() > until) throw new Error(`it never comes to rest: ${JSON.stringify(stateNow())}`);
    await vi.advanceTimersByTimeAsync(500);
    await new Promise((done) => setImmediate(done));
  }
  const { view } = useComparison.getState();
  const baseline = paper.of(paper.order[0]).now;
  for (const [index, id] of paper.order.entries()) {
    const { now } = paper.of(id);
    const { cost, latency } = await figuresOf(now);
    const column = view?.lines[index];
    const sameBefore = paper.order.slice(0, index).filter((other) => paper.of(other).now.name === now.name);
    const hasNamesake = paper.order.some((other) => other !== id && paper.of(other).now.name === now.name);
    expect({ ...column }).toMatchObject({
      documentId: id,
      label: hasNamesake ? `${now.name} (${sameBefore.length + 1})` : now.name,
      costPerMonth: cost,
      p95TtftSeconds: latency,
    });
    if (index === 0) continue;
    const differs = view?.scenarios[index - 1].differs.filter(({ path }) => path !== 'name');
    expect(new Set(differs?.map(({ path, other }) => `${path} ${other}`))).toEqual(
      new Set(
        (['price', 'replicas'] as const)
          .filter((name) => now[name] !== baseline[name])
          .map((name) => `${PATHS[name][0]} ${now[name]}`),
      ),
    );
  }
}

/** At any moment: a column a document, each with figures that this document has had. */
async function expectOwnFigures(paper: Paper): Promise<void> {
  const { view } = useComparison.getState();
  const ids = view?.lines.map(({ documentId }) => documentId) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
  for (const { documentId, costPerMonth, p95TtftSeconds } of view?.lines ?? []) {
    const had = await Promise.all((paper.documents.get(documentId)?.ever ?? []).map(figuresOf));
    expect(had).toContainEqual({ cost: costPerMonth, latency: p95TtftSeconds });
  }
}

function stateNow() {
  const { settings, results, runs } = useWorkspace.getState();
  const { view, failure } = useComparison.getState();
  return {
    compared: settings.compared,
    results: Object.keys(results),
    runs,
    failure,
    columns: view?.lines.map(({ documentId }) => documentId),
    timers: vi.getTimerCount(),
    warnings,
  };
}

it('shows each document its own figures, whatever is done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const paper = new Paper();
      const first: Noted = { name: 'Same', replicas: 1, price: 2 };
      const { id } = await way.host.documents.create({ text: textOf(first) });
      useWorkspace.setState({ documents: {}, results: {}, runs: {} });
      takeDocument(await way.host.documents.get({ documentId: id }));
      await setCompared([id]);
      paper.add(id, first);
      await take(paper, { kind: 'duplicate', row: 0 });
      for (const one of steps) {
        // Edits that are seconds apart are steps of their own.
        vi.setSystemTime(Date.now() + 5000);
        await take(paper, one);
        await expectOwnFigures(paper);
      }
      await settle(paper);
    }),
    { numRuns: SEQUENCES },
  );
  expect(warnings).toEqual([]);
});
