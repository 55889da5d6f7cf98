import picocolors from 'picocolors';
import { footLines, horizonLine, reportSections } from './sections/reportSections.ts';
import type { RunDocument } from './runDocument.ts';
import { sectionText } from '../../report/sectionText.ts';
import { type Colours, type TextOptions, wrapped } from '../../report/terminalText.ts';
import { visible } from '../../terminal/visible.ts';

/** The report for a terminal or a pipe: verdict and bottleneck first, then money, service and how it came about. */
export function renderTextReport(run: RunDocument, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const parts = [
    `${colours.bold(visible(run.name))}\n${colours.dim(horizonLine(run))}`,
    colours.bold(verdictColour(run, colours)(wrapped(run.verdict, options))),
    wrapped(run.bottleneck.sentence, options),
    ...reportSections(run).map((section) => sectionText(section, colours, options, colours.dim)),
    footLines(run)
      .map((line) => colours.dim(wrapped(line, options)))
      .join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function verdictColour({ overloaded, slo }: RunDocument, colours: Colours): (line: string) => string {
  if (overloaded || slo.some(({ met }) => met === false)) return colours.red;
  return slo.some(({ met }) => met === true) ? colours.green : (line) => line;
}
