import { mapEventIterator } from '@orpc/client';
import { implement } from '@orpc/server';
import type { BackRoom } from '../backRoom/backRoom.ts';
import { readExamples } from '../backRoom/examples.ts';
import { type ResultEntry, resultView } from '../backRoom/results.ts';
import type { SizeAsked } from '../backRoom/sizing.ts';
import type { VaryAsked } from '../backRoom/varying.ts';
import { asApiError } from './apiError.ts';
import { contract } from '../api/contract.ts';

/** What every call is given: the back room that all doors share. */
export interface ApiContext {
  readonly backRoom: BackRoom;
}

const api = implement(contract)
  .$context<ApiContext>()
  // Expected failures become the contract's errors; anything else becomes FAULT, and is logged.
  .use(async ({ context, next, signal }) => {
    const told = (error: unknown) => asApiError(error, context.backRoom.warn, signal);
    try {
      const answer = await next();
      // A stream fails after its call has been answered.
      return isStream(answer.output) ? { ...answer, output: tellingErrors(answer.output, told) } : answer;
    } catch (error) {
      throw told(error);
    }
  });

function isStream(output: unknown): output is AsyncIterator<unknown, void> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

/** Hands on leaving at once: a generator around the stream would finish a read that waits first. */
function tellingErrors(stream: AsyncIterator<unknown, void>, told: (error: unknown) => Error) {
  return mapEventIterator(stream, {
    value: async (value) => value,
    error: async (error) => told(error),
  });
}

const never = new AbortController().signal;
const viewOf = async (entry: Promise<ResultEntry>) => resultView(await entry);

/** The contract's calls, each one line to the back room. */
export const router = api.router({
  system: {
    info: api.system.info.handler(({ context: { backRoom } }) => backRoom.info()),
    settings: api.system.settings.handler(({ context: { backRoom } }) => backRoom.settings()),
    changeSettings: api.system.changeSettings.handler(({ context: { backRoom }, input }) =>
      backRoom.changeSettings(input as Parameters<BackRoom['changeSettings']>[0]),
    ),
  },
  catalog: { list: api.catalog.list.handler(({ context: { backRoom } }) => backRoom.catalog()) },
  documents: {
    examples: api.documents.examples.handler(() =>
      readExamples().map(({ name, title, story, variants }) => ({ name, title, story, variants })),
    ),
    recent: api.documents.recent.handler(({ context: { backRoom } }) => backRoom.documents.recent()),
    get: api.documents.get.handler(({ context: { backRoom }, input }) =>
      backRoom.documents.get(input.documentId),
    ),
    openExample: api.documents.openExample.handler(({ context: { backRoom }, input }) =>
      backRoom.documents.openExample(input.example),
    ),
    openTicket: api.documents.openTicket.handler(async ({ context: { backRoom }, input }) =>
      backRoom.documents.openFile(await backRoom.redeem(input.ticket, 'read')),
    ),
    create: api.documents.create.handler(({ context: { backRoom }, input }) =>
      backRoom.documents.create(input.text, input.name),
    ),
    duplicate: api.documents.duplicate.handler(({ context: { backRoom }, input }) =>
      backRoom.documents.duplicate(input.documentId, input.name),
    ),
    keep: api.documents.keep.handler(({ context: { backRoom }, input }) =>
      backRoom.documents.keep(input.documentId),
    ),
    write: api.documents.write.handler(({ context: { backRoom }, input }) =>
      backRoom.documents.write(input.documentId, input.text, input.revision),
    ),
    save: api.documents.save.handler(({ context: { backRoom }, input }) =>
      backRoom.documents.save(input.documentId),
    ),
    saveTicket: api.documents.saveTicket.handler(async ({ context: { backRoom }, input }) =>
      backRoom.documents.saveTo(input.documentId, await backRoom.redeem(input.ticket, 'write')),
    ),
    remove: api.documents.remove.handler(({ context: { backRoom }, input }) =>
      backRoom.documents.remove(input.documentId),
    ),
    watch: api.documents.watch.handler(({ context: { backRoom }, signal }) =>
      backRoom.watchDocuments(signal),
    ),
    check: api.documents.check.handler(async ({ context: { backRoom }, input, signal }) => ({
      problems: await backRoom.check(input.documentId, input.text, signal ?? never),
    })),
    importTrace: api.documents.importTrace.handler(async ({ context: { backRoom }, input }) => {
      const bytes = new Uint8Array(await input.file.arrayBuffer());
      return { path: backRoom.documents.importTrace(input.documentId, input.file.name, bytes) };
    }),
  },
  runs: {
    draft: api.runs.draft.handler(({ context: { backRoom }, input, signal }) => {
      const source = backRoom.documents.source(input.documentId, input.text);
      return viewOf(backRoom.results.draft(input.documentId, source, signal ?? never));
    }),
    start: api.runs.start.handler(({ context: { backRoom }, input }) => {
      const { name } = backRoom.documents.get(input.documentId);
      return backRoom.runs.start(input.documentId, name, input.text);
    }),
    watch: api.runs.watch.handler(({ context: { backRoom }, input, signal }) =>
      backRoom.runs.watch(input.runId, signal),
    ),
    cancel: api.runs.cancel.handler(({ context: { backRoom }, input }) => backRoom.runs.cancel(input.runId)),
    resume: api.runs.resume.handler(({ context: { backRoom }, input }) => backRoom.runs.resume(input.runId)),
    dismiss: api.runs.dismiss.handler(({ context: { backRoom }, input }) =>
      backRoom.runs.dismiss(input.runId),
    ),
    list: api.runs.list.handler(({ context: { backRoom } }) => backRoom.runs.list()),
  },
  results: {
    get: api.results.get.handler(({ context: { backRoom }, input }) => viewOf(backRoom.results.get(input))),
    latest: api.results.latest.handler(async ({ context: { backRoom }, input }) => {
      const entry = await backRoom.results.latest(input.documentId);
      return entry === undefined ? null : resultView(entry);
    }),
    explain: api.results.explain.handler(({ context: { backRoom }, input }) =>
      backRoom.explain(input, input.figure),
    ),
  },
  compare: {
    results: api.compare.results.handler(({ context: { backRoom }, input }) =>
      backRoom.compare(input.compared),
    ),
  },
  planning: {
    commit: api.planning.commit.handler(({ context: { backRoom }, input, signal }) =>
      backRoom.commit(input.documentId, input.text, signal),
    ),
    commitmentAt: api.planning.commitmentAt.handler(({ context: { backRoom }, input }) =>
      backRoom.commitmentAt(input.planId, input.offerId, input.amount),
    ),
    policyDay: api.planning.policyDay.handler(({ context: { backRoom }, input, signal = never }) =>
      backRoom.policies.day(
        input.documentId,
        backRoom.documents.source(input.documentId, input.text),
        input.poolId,
        signal,
      ),
    ),
    purchase: api.planning.purchase.handler(({ context: { backRoom }, input }) =>
      backRoom.purchase(input.planId, input.text, input.choice),
    ),
    size: api.planning.size.handler(({ context: { backRoom }, input, signal }) =>
      backRoom.size(input.documentId, input.text, input as SizeAsked, signal),
    ),
    choices: api.planning.choices.handler(({ context: { backRoom }, input, signal = never }) =>
      backRoom.choices(input.documentId, input.text, input.poolId, signal),
    ),
    vary: api.planning.vary.handler(({ context: { backRoom }, input, signal }) =>
      backRoom.vary(input.documentId, input.text, input as VaryAsked, signal),
    ),
  },
  exports: {
    commitment: api.exports.commitment.handler(({ context: { backRoom }, input }) =>
      backRoom.exportCommitment(input.planId, input.format, input.text),
    ),
    size: api.exports.size.handler(({ context: { backRoom }, input }) =>
      backRoom.exportSize(input.searchId, input.format),
    ),
    result: api.exports.result.handler(({ context: { backRoom }, input }) =>
      backRoom.exportResult(input, input.format),
    ),
    comparison: api.exports.comparison.handler(({ context: { backRoom }, input }) =>
      backRoom.exportComparison(input.compared, input.format, input.leftOut),
    ),
  },
});
