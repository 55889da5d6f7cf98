import type { ReportSection } from './reportSection.ts';
import { type Colours, indented, type TextOptions, textTable, wrapped } from './terminalText.ts';
import { visible } from '../terminal/visible.ts';

const INDENT = 2;

/** A section for a terminal or a pipe: its title, its table unless that is empty, its notes (`paintNote` colours them). */
export function sectionText(
  { title, table, notes }: ReportSection,
  colours: Colours,
  options: TextOptions,
  paintNote: (note: string) => string = (note) => note,
): string {
  return [
    colours.bold(colours.cyan(visible(title))),
    ...(table.rows.length === 0 ? [] : [indented(textTable(table, colours), INDENT)]),
    ...notes.map((note) => paintNote(wrapped(note, options, INDENT))),
  ].join('\n');
}
