// A host in a process of its own, to be killed: goes on with the run that an earlier one left, or starts it.
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';

const [directory, text] = process.argv.slice(2);
const host = inProcessClient(
  createBackRoom({ dataDirectory: directory, workers: 1, warn: (line) => process.stderr.write(`${line}\n`) }),
);
const [left] = await host.runs.list();
const known = (await host.documents.recent()).at(0);
const { id: documentId } = known ?? (await host.documents.create({ text }));
const run =
  left === undefined
    ? await host.runs.start({ documentId, text })
    : await host.runs.resume({ runId: left.id });
for await (const { windowsDone } of await host.runs.watch({ runId: run.id })) {
  process.stdout.write(`done ${windowsDone}\n`);
}
