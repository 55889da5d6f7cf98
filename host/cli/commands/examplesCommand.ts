import { join, relative } from 'node:path';
import { EXAMPLES_DIRECTORY, readExamples } from '../../backRoom/examples.ts';
import { EXIT } from '../exitCodes.ts';
import { writeOut } from '../../terminal/standardStreams.ts';

/** `fleetcast examples`: the scenarios that come along, each with its name, what it tells, and the path to run. */
export function examplesCommand(): number {
  for (const { title, story, file } of readExamples()) {
    const path = join(EXAMPLES_DIRECTORY, file);
    const shown = relative(process.cwd(), path);
    const firstSentence = /^.*?[.?!](?=\s|$)/.exec(story)?.[0] ?? story;
    writeOut(`${title}\n  ${firstSentence}\n  ${shown.startsWith('..') ? path : shown}\n`);
  }
  writeOut('\nRun one: fleetcast simulate PATH\n');
  return EXIT.done;
}
