// A host in a process of its own, to be killed: makes a document, starts its full run and says how it goes.
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import { createBackRoom } from '../../host/backRoom/backRoom.ts';

const [directory, draft, text] = process.argv.slice(2);
const host = inProcessClient(
  createBackRoom({ dataDirectory: directory, workers: 1, warn: (line) => process.stderr.write(`${line}\n`) }),
);
const { id: documentId } = await host.documents.create({ text: draft });
await host.documents.write({ documentId, text, revision: 1 });
const run = await host.runs.start({ documentId, text });
for await (const { windowsDone } of await host.runs.watch({ runId: run.id })) {
  process.stdout.write(`done ${windowsDone}\n`);
}
