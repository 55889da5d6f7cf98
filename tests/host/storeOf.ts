// Says how a host does in a folder, in a process of its own so that it can have other rights.
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { SMALL } from './api/smallScenario.ts';

const backRoom = createBackRoom({ dataDirectory: process.argv[2], workers: 1, warn: () => undefined });
const host = inProcessClient(backRoom);
const { id: documentId } = await host.documents.create({ text: SMALL });
const draft = await host.runs.draft({ documentId, text: SMALL });
process.stdout.write(JSON.stringify({ ...(await host.system.info()), draft: draft.run.verdict }));
await backRoom.close();
