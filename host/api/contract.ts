import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import type {
  CatalogLists,
  CommitEvent,
  CommitmentAt,
  CompareView,
  DocumentEvent,
  DocumentInfo,
  DocumentSummary,
  ExampleInfo,
  Explanation,
  PolicyDay,
  Purchase,
  ResultView,
  RunInfo,
  Settings,
  SizeEvent,
  SystemInfo,
  VaryChoicesView,
  VaryEvent,
} from './types.ts';
import { MOST_PRICE } from '../../engine/scenario/fields.ts';
import { MOST_COMPARED } from '../../engine/scenario/mostCompared.ts';
import type { Problem } from '../../engine/scenario/reading/problem.ts';

/** A scenario's text: generous for a document, small for a memory. */
const MOST_TEXT = 4_000_000;
/** A trace that comes through the API; longer ones are read from beside their scenario. */
export const MOST_TRACE_BYTES = 64 * 1024 * 1024;

const id = z.string().regex(/^[0-9a-zA-Z-]{1,64}$/, 'is not an id');
const text = z.string().max(MOST_TEXT);
const name = z.string().trim().min(1).max(200);
/** Names a file that the person chose in a dialog of the shell. Paths never come through the API. */
const ticket = z.uuid();
const oneDocument = z.strictObject({ documentId: id });
const documentText = z.strictObject({ documentId: id, text });
/** A result is named with its document: two documents of one text have results of one id. */
const oneResult = z.strictObject({ documentId: id, resultId: id });
const compared = z.array(oneResult).min(2).max(MOST_COMPARED);

const names = z.array(name).max(200).optional();
const numbers = z.array(z.number()).max(200).optional();
/** What a search may change; each list left out is everything. */
const sizeChoices = z.strictObject({
  accelerators: names,
  gpusPerReplica: numbers,
  precisions: names,
  providers: names,
  regions: names,
});
/** What varies: each list left out stays as the document has it. */
const varyAxes = z.strictObject({
  accelerators: names,
  gpusPerReplica: numbers,
  precisions: names,
  providers: names,
  regions: names,
  replicas: numbers,
  fields: z
    .array(z.strictObject({ path: z.string().min(1).max(1000), values: z.array(z.unknown()).max(200) }))
    .max(20)
    .optional(),
});

const call = oc.errors(errorMap);

/**
 * Everything the host does for a window, whichever door the call comes through: a schema for
 * what comes in, checked on arrival, and a type for what goes out. Streams are event iterators;
 * a call is cancelled by its signal.
 */
export const contract = {
  system: {
    info: call.output(type<SystemInfo>()),
    settings: call.output(type<Settings>()),
    changeSettings: call
      .input(
        z.strictObject({
          theme: z.enum(['system', 'light', 'dark']).optional(),
          compared: z.array(id).max(MOST_COMPARED).optional(),
        }),
      )
      .output(type<Settings>()),
  },
  catalog: { list: call.output(type<CatalogLists>()) },
  documents: {
    examples: call.output(type<readonly ExampleInfo[]>()),
    /** Most recently opened first. */
    recent: call.output(type<readonly DocumentSummary[]>()),
    get: call.input(oneDocument).output(type<DocumentInfo>()),
    /** The document made of an example; made at the first call. */
    openExample: call.input(z.strictObject({ example: name })).output(type<DocumentInfo>()),
    /** A file that the person chose to open, in a dialog of the desktop or by dropping it. */
    openTicket: call.input(z.strictObject({ ticket })).output(type<DocumentInfo>()),
    /** From text that the window has: a file picked or dropped in a browser, or a new scenario. */
    create: call.input(z.strictObject({ name: name.optional(), text })).output(type<DocumentInfo>()),
    duplicate: call
      .input(z.strictObject({ documentId: id, name: name.optional() }))
      .output(type<DocumentInfo>()),
    /** A variant that was made for a comparison is from now on a document like any other: it was opened. */
    keep: call.input(oneDocument).output(type<DocumentInfo>()),
    /** Keeps a draft. `CONFLICT` where another window wrote after `revision`. */
    write: call
      .input(z.strictObject({ documentId: id, text, revision: z.int().nonnegative() }))
      .output(type<DocumentInfo>()),
    /** Into the file it came from. `CONFLICT` where that changed meanwhile, `REFUSED` where there is none. */
    save: call.input(oneDocument).output(type<DocumentInfo>()),
    saveTicket: call.input(z.strictObject({ documentId: id, ticket })).output(type<DocumentInfo>()),
    remove: call.input(oneDocument).output(type<void>()),
    /** Every change to any document, from any window. */
    watch: call.output(eventIterator(type<DocumentEvent>())),
    /** Everything that is wrong, catalogue names, memory and traces included. */
    check: call.input(documentText).output(type<{ readonly problems: readonly Problem[] }>()),
    /** Puts a trace beside the document and gives the path to write into it. */
    importTrace: call
      .input(z.strictObject({ documentId: id, file: z.file().max(MOST_TRACE_BYTES) }))
      .output(type<{ readonly path: string }>()),
  },
  runs: {
    /** Quick estimate of a text as it is being edited; simulates at most some hundred thousand requests. */
    draft: call.input(documentText).output(type<ResultView>()),
    /** Starts the full run and comes back at once. It goes on without the window. */
    start: call.input(documentText).output(type<RunInfo>()),
    /** How a run stands, now and at every change, until it ends. */
    watch: call.input(z.strictObject({ runId: id })).output(eventIterator(type<RunInfo>())),
    cancel: call.input(z.strictObject({ runId: id })).output(type<RunInfo>()),
    /** Goes on with a run that a crash or a cancel cut short. */
    resume: call.input(z.strictObject({ runId: id })).output(type<RunInfo>()),
    dismiss: call.input(z.strictObject({ runId: id })).output(type<void>()),
    /** Running ones and those that can be resumed. */
    list: call.output(type<readonly RunInfo[]>()),
  },
  results: {
    get: call.input(oneResult).output(type<ResultView>()),
    /** The last result kept for a document, full ones first; null where there is none. */
    latest: call.input(oneDocument).output(type<ResultView | null>()),
    /** “From what?” of a figure, by its path in the forecast: `cost.total`, `latencySeconds.ttft.p95`. */
    explain: call.input(oneResult.extend({ figure: z.string().min(1).max(300) })).output(type<Explanation>()),
  },
  compare: {
    /** Results of two documents or more, the baseline first; each line is of the document that it was asked for. */
    results: call.input(z.strictObject({ compared })).output(type<CompareView>()),
  },
  planning: {
    /** Searches the catalogue for the cheapest deployment of a pool that keeps every service level. */
    size: call
      .input(
        z.strictObject({
          documentId: id,
          text,
          poolId: name.optional(),
          choices: sizeChoices.default({}),
        }),
      )
      .output(eventIterator(type<SizeEvent>())),
    /** What there is to vary of a pool, and to search: accelerators with a price, degrees that divide its model, and so on. */
    choices: call
      .input(z.strictObject({ documentId: id, text, poolId: name.optional() }))
      .output(type<VaryChoicesView>()),
    /**
     * Makes the rows of a comparison: a document for each combination of the axes, sized to its service levels where that is
     * asked. The documents are in no list until they are opened or changed, and go when they leave the comparison.
     */
    vary: call
      .input(
        z.strictObject({ documentId: id, text, poolId: name.optional(), axes: varyAxes, sized: z.boolean() }),
      )
      .output(eventIterator(type<VaryEvent>())),
    /** What the day that asks for most would be for one pool by itself, quickly: for a text that is being tried. */
    policyDay: call.input(z.strictObject({ documentId: id, text, poolId: name })).output(type<PolicyDay>()),
    /** Simulates in full what was not simulated yet, and plans which commitments to buy for it. */
    commit: call.input(documentText).output(eventIterator(type<CommitEvent>())),
    /** What so much of one offer, and nothing else, would be for the fleets of a plan. */
    commitmentAt: call
      .input(z.strictObject({ planId: id, offerId: name, amount: z.number().min(0).max(MOST_PRICE) }))
      .output(type<CommitmentAt>()),
    /** What to write into the scenario to buy what was planned. `CONFLICT` where `text` is not the one that was planned for. */
    purchase: call
      .input(
        z.strictObject({
          planId: id,
          text,
          choice: z.union([
            z.strictObject({ portfolio: z.enum(['cheapest', 'stable']) }),
            z.strictObject({ offerId: name, amount: z.number().min(0).max(MOST_PRICE) }),
          ]),
        }),
      )
      .output(type<Purchase>()),
  },
  exports: {
    result: call
      .input(
        oneResult.extend({
          format: z.enum(['html', 'answer', 'xlsx', 'json', 'usage.csv', 'ledger.csv', 'focus.csv']),
        }),
      )
      .output(type<File>()),
    /** The memo of a planned purchase; where `text` is not the one that was planned for, it says so. */
    commitment: call
      .input(z.strictObject({ planId: id, format: z.enum(['html', 'xlsx', 'json']), text: text.optional() }))
      .output(type<File>()),
    /** What a search for deployments found: `searchId` is told with it. */
    size: call
      .input(z.strictObject({ searchId: id, format: z.enum(['answer', 'xlsx', 'json']) }))
      .output(type<File>()),
    comparison: call
      .input(
        z.strictObject({
          compared,
          format: z.enum(['html', 'answer', 'xlsx', 'json']),
          /** What `planning.vary` could not make of the baseline, to stand in the file; the page for management has no room for it. */
          leftOut: z
            .array(z.strictObject({ label: z.string().max(1000), reason: z.string().max(4000) }))
            .max(MOST_COMPARED)
            .optional(),
        }),
      )
      .output(type<File>()),
  },
};

export type Contract = typeof contract;
