import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeYaml } from '../../engine/scenario/readYaml.ts';
import type { ExampleInfo } from '../api/types.ts';

/** Where the scenarios are that come with Fleetcast. */
export const EXAMPLES_DIRECTORY = join(import.meta.dirname, '..', '..', 'scenarios');

/** The one that opens first. */
export const FIRST_EXAMPLE = 'support-assistant';

export interface Example extends ExampleInfo {
  readonly file: string;
  readonly text: string;
}

/** The scenarios that come along, the first one first, the others by name. */
export function readExamples(): readonly Example[] {
  return readdirSync(EXAMPLES_DIRECTORY)
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file): Example => {
      const text = readFileSync(join(EXAMPLES_DIRECTORY, file), 'utf8');
      const name = file.replace(/\.ya?ml$/, '');
      return { name, title: scenarioName(text) ?? name, story: openingComment(text), file, text };
    })
    .sort(
      (a, b) =>
        Number(b.name === FIRST_EXAMPLE) - Number(a.name === FIRST_EXAMPLE) || (a.name < b.name ? -1 : 1),
    );
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
