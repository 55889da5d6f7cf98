import picocolors from 'picocolors';
import { stringify } from 'yaml';
import type { CommitDocument } from './commitResult.ts';
import { commitSections } from './commitSections.ts';
import { sectionText } from '../../report/sectionText.ts';
import { indented, type TextOptions, wrapped } from '../../report/terminalText.ts';

/** A planned purchase for a terminal or a pipe, with the lines that put it into the scenario. */
export function commitText(document: CommitDocument, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const parts = [
    colours.bold(wrapped(document.verdict, options)),
    ...commitSections(document).map((section) => sectionText(section, colours, options)),
    ...(document.cheapest.purchases.length === 0
      ? []
      : [
          `${colours.bold('To take it over, add to the scenario:')}\n${indented(purchasesYaml(document), 2)}`,
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The cheapest portfolio as `commitments` of a scenario. */
function purchasesYaml({ cheapest }: CommitDocument): string {
  const commitments = cheapest.purchases.map(({ commitment }) => commitment);
  return stringify({ commitments }, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}
