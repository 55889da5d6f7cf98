// A host in a process of its own, to be killed: edits a document and saves it into its file, again and again, and
// says of each edit when it was written and when it was saved.
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import { numbered } from './killed.ts';

const [directory, file, first] = process.argv.slice(2);
const backRoom = createBackRoom({
  dataDirectory: directory,
  workers: 1,
  warn: (line) => process.stderr.write(line),
});
const host = inProcessClient(backRoom);
const { id: documentId, revision } = backRoom.documents.openFile(file);
for (let edit = Number(first), before = revision; ; edit++) {
  const written = await host.documents.write({ documentId, text: numbered(edit), revision: before });
  process.stdout.write(`written ${edit}\n`);
  ({ revision: before } = await host.documents.save({ documentId: written.id }));
  process.stdout.write(`saved ${edit}\n`);
}
