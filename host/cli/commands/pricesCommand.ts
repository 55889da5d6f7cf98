import picocolors from 'picocolors';
import { tokenCost, type TokenUse } from '../../../engine/pricing/tokens/tokenCost.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { priceFileText } from '../../files/priceFile.ts';
import { importDocument } from '../../questions/prices/importDocument.ts';
import { importPrices } from '../../questions/prices/importPrices.ts';
import { listPrices, type PriceChoice } from '../../questions/prices/listPrices.ts';
import {
  importedPrices,
  listedPrices,
  listedTokenPrices,
  tokenCostSection,
} from '../../questions/prices/pricesSections.ts';
import { tokenCostDocument } from '../../questions/prices/tokenCostDocument.ts';
import { tokenPriceOf, tokenPrices } from '../../questions/prices/tokenPrices.ts';
import type { ReportSection } from '../../report/reportSection.ts';
import { sectionText } from '../../report/sectionText.ts';
import { EXIT } from '../exitCodes.ts';
import { checkOutputFile, writeOutputFile } from '../outputFile.ts';
import { jsonText } from '../../report/jsonText.ts';
import { textOptions } from '../standardOutput.ts';
import { writeOut } from '../../terminal/standardStreams.ts';
import { visible } from '../../terminal/visible.ts';

export interface ListFlags extends PriceChoice {
  readonly json: boolean;
}

/** `fleetcast prices list`: what instances cost, by the catalogue or a price file. */
export function pricesListCommand({ json, ...choice }: ListFlags): number {
  const list = listPrices(choice);
  writeOut(json ? jsonText(list) : sectionsText([listedPrices(list.prices, list.currency)]));
  return EXIT.done;
}

export interface ImportFlags {
  readonly json: boolean;
  readonly to: string;
  readonly currency?: string;
  readonly dryRun: boolean;
}

/** `fleetcast prices import`: puts a table of prices to a price file, and says what that changes. */
export function pricesImportCommand(table: string, { json, to, currency, dryRun }: ImportFlags): number {
  if (!dryRun) checkOutputFile('--to', to, [table]);
  const imported = importPrices(table, to, currency);
  if (!dryRun) writeOutputFile('--to', to, priceFileText(imported.file));
  const last = dryRun
    ? 'Nothing was written.'
    : `${visible(to)} has ${imported.file.rows.length} prices now.`;
  writeOut(
    json
      ? jsonText(importDocument(imported, to, !dryRun))
      : `${sectionsText(importedPrices(imported))}\n${last}\n`,
  );
  return EXIT.done;
}

export interface TokenFlags {
  readonly json: boolean;
  readonly model?: string;
  readonly on: string;
  readonly requests: number;
  readonly input: number;
  readonly cached: number;
  readonly cacheWritten: number;
  readonly cacheHour: boolean;
  readonly output: number;
  readonly images: number;
  readonly batch: boolean;
  readonly marginal: boolean;
}

/** `fleetcast prices tokens`: what hosted models ask, and what a use of one costs. */
export function pricesTokensCommand(flags: TokenFlags): number {
  const { json, model } = flags;
  if (model === undefined) {
    const prices = tokenPrices();
    writeOut(json ? jsonText({ prices }) : sectionsText([listedTokenPrices(prices)]));
    return EXIT.done;
  }
  const price = tokenPriceOf(model, flags.on);
  const use: TokenUse = {
    requests: flags.requests,
    input: flags.input,
    cached: flags.cached,
    cacheWritten: flags.cacheWritten,
    output: flags.output,
    images: flags.images,
    isCachedForHour: flags.cacheHour,
    isBatch: flags.batch,
    isLongContextMarginal: flags.marginal,
  };
  if (use.cached + use.cacheWritten > use.input) {
    const message = `${use.cached} cached and ${use.cacheWritten} written tokens are more than the ${use.input} of --input`;
    throw new InputProblemError([
      { file: '--cached', path: '', message, suggestion: 'they are part of the prompt' },
    ]);
  }
  const cost = tokenCost(price, use);
  writeOut(
    json ? jsonText(tokenCostDocument(price, use, cost)) : sectionsText([tokenCostSection(price, cost)]),
  );
  return EXIT.done;
}

function sectionsText(sections: readonly ReportSection[]): string {
  const options = textOptions();
  const colours = picocolors.createColors(options.colour);
  return `${sections.map((section) => sectionText(section, colours, options)).join('\n\n')}\n`;
}
