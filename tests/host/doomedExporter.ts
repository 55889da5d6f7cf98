// Writes an export into a directory again and again, to be killed, and says when each was there.
import { putAll } from '../../host/files/placing.ts';
import { stageOutputs } from '../../host/files/stageOutputs.ts';
import { exported } from './killed.ts';

const [directory, first] = process.argv.slice(2);
for (let version = Number(first); ; version++) {
  const staged = await stageOutputs(directory, exported(version), new AbortController().signal);
  putAll([staged]);
  staged.dispose();
  process.stdout.write(`put ${version}\n`);
}
