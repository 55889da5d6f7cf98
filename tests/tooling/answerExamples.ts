import { rmSync } from 'node:fs';
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import { ANSWERED_EXAMPLES } from '../app/answeredExamples.ts';

/** Makes a data directory as Home leaves it that was opened once: every example is a document, and has been drafted. */
export async function answerExamples(): Promise<void> {
  rmSync(ANSWERED_EXAMPLES, { recursive: true, force: true });
  const room = createBackRoom({
    dataDirectory: ANSWERED_EXAMPLES,
    warn: (sentence) => process.stderr.write(`app: ${sentence}\n`),
  });
  const host = inProcessClient(room);
  for (const { name: example } of await host.documents.examples()) {
    const { id: documentId, text } = await host.documents.openExample({ example });
    await host.runs.draft({ documentId, text });
  }
  await room.close();
}
