import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import { EXIT } from './exitCodes.ts';

const SCENARIOS = join(import.meta.dirname, '..', '..', 'scenarios');

/** `fleetcast examples`: the scenarios that come along, each with its name, what it tells, and the path to run. */
export function examplesCommand(): number {
  const files = readdirSync(SCENARIOS)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  for (const name of files) {
    const path = join(SCENARIOS, name);
    const text = readFileSync(path, 'utf8');
    const title = String(parseDocument(text).get('name') ?? name);
    const shown = relative(process.cwd(), path);
    process.stdout.write(`${title}\n  ${firstSentence(text)}\n  ${shown.startsWith('..') ? path : shown}\n`);
  }
  process.stdout.write('\nRun one: fleetcast simulate PATH\n');
  return EXIT.done;
}

/** Of the comment that a scenario begins with. */
function firstSentence(text: string): string {
  const comment: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!line.startsWith('#')) break;
    comment.push(line.replace(/^#\s?/, ''));
  }
  return /^.*?[.?!](?=\s|$)/.exec(comment.join(' '))?.[0] ?? comment.join(' ');
}
