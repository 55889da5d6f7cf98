import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeYaml } from '../../engine/scenario/reading/readYaml.ts';
import type { ExampleInfo } from '../api/types.ts';

/** Where the scenarios are that come with Fleetcast. */
export const EXAMPLES_DIRECTORY = join(import.meta.dirname, '..', '..', 'scenarios');

/** The one that opens first. */
export const FIRST_EXAMPLE = 'support-assistant';

const ENDING = '.yaml';

export interface Example extends ExampleInfo {
  readonly file: string;
  readonly text: string;
}

/** The scenarios that come along, the first one first, the others by name. */
export function readExamples(): readonly Example[] {
  return namesIn('')
    .map(readExample)
    .sort(
      (a, b) =>
        Number(b.name === FIRST_EXAMPLE) - Number(a.name === FIRST_EXAMPLE) || (a.name < b.name ? -1 : 1),
    );
}

/** One that comes along by its name, a variant too (`sleeping-assistant/hpa`); undefined where there is none. */
export function findExample(name: string): Example | undefined {
  const names = namesIn('');
  return [...names, ...names.flatMap(namesIn)].includes(name) ? readExample(name) : undefined;
}

/** Names of the scenarios in a folder of the examples: one called after an example has its variants. */
function namesIn(folder: string): readonly string[] {
  const directory = join(EXAMPLES_DIRECTORY, folder);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => `${folder === '' ? '' : `${folder}/`}${file.slice(0, -ENDING.length)}`)
    .sort();
}

function readExample(name: string): Example {
  const file = `${name}${ENDING}`;
  const text = readFileSync(join(EXAMPLES_DIRECTORY, file), 'utf8');
  return {
    name,
    title: scenarioName(text) ?? name,
    story: openingComment(text),
    variants: namesIn(name),
    file,
    text,
  };
}

/** The name that a scenario gives itself, as far as its text can be read. */
export function scenarioName(text: string): string | undefined {
  const name: unknown = composeYaml(text).document?.get('name');
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 200) : undefined;
}

/** The comment that a scenario begins with. */
function openingComment(text: string): string {
  const comment: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!line.startsWith('#')) break;
    comment.push(line.replace(/^#\s?/, ''));
  }
  return comment.join(' ');
}
