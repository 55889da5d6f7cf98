import picocolors from 'picocolors';
import type { SizeDocument } from './sizeResult.ts';
import { sizeSections } from './sizeSections.ts';
import { sectionText } from '../../report/sectionText.ts';
import { type TextOptions, wrapped } from '../../report/terminalText.ts';
import { visible } from '../../terminal/visible.ts';

/** A search for a terminal or a pipe: verdict, cost against latency, alternatives, what was ruled out. */
export function sizeText(document: SizeDocument, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const { best, verdict } = document;
  const settings = best?.settings.map(
    ({ path, value }) =>
      `\\\n    ${visible(`--set '${path}=${typeof value === 'object' ? JSON.stringify(value) : value}'`)}`,
  );
  const parts = [
    colours.bold(wrapped(verdict, options)),
    ...sizeSections(document).map((section) => sectionText(section, colours, options)),
    ...(settings === undefined
      ? []
      : [`${colours.bold('To run it in full:')}\n  fleetcast simulate FILE ${settings.join(' ')}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}
