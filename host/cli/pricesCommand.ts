import { renameSync, writeFileSync } from 'node:fs';
import picocolors from 'picocolors';
import { fromMicros } from '../../engine/pricing/money.ts';
import { tokenCost, type TokenUse } from '../../engine/pricing/tokens/tokenCost.ts';
import { readCatalog } from '../files/catalogFiles.ts';
import { importPrices } from '../questions/prices/importPrices.ts';
import { priceFileText, readPriceFile } from '../files/priceFile.ts';
import { tokenPriceOf, tokenPrices } from '../questions/prices/tokenPrices.ts';
import {
  importedPrices,
  type ListedPrice,
  listedPrices,
  listedTokenPrices,
  tokenCostSection,
} from '../questions/prices/pricesSections.ts';
import type { ReportSection } from '../report/reportSection.ts';
import { indented, printable, textTable, wrapped } from '../report/terminalText.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import { fileTrouble } from '../files/outputPaths.ts';
import { EXIT } from './exitCodes.ts';
import { jsonText, textOptions } from './standardOutput.ts';

export interface ListFlags {
  readonly json: boolean;
  readonly file?: string;
  readonly provider?: string;
  readonly region?: string;
  readonly gpu?: string;
}

/** `fleetcast prices list`: what instances cost, by the catalogue or a price file. */
export function pricesListCommand({ json, file, provider, region, gpu }: ListFlags): number {
  const prices = file === undefined ? undefined : readPriceFile(file);
  const all: readonly ListedPrice[] =
    prices?.rows.map((row) => ({ ...row, gpu: row.gpu ?? '' })) ??
    readCatalog().instances.map((row) => ({
      instance: row.id,
      gpu: row.accelerator,
      gpus: row.gpus,
      perHour: row.usdPerHour,
      committedPerHour: row.committedUsdPerHour,
      validFrom: row.validFrom,
      source: row.source,
      caution: row.caution,
    }));
  const rows = all.filter(({ instance, gpu: of }) => {
    const [itsProvider, , itsRegion] = instance.split('/');
    return (
      (provider === undefined || itsProvider === provider) &&
      (region === undefined || itsRegion === region) &&
      (gpu === undefined || of.toLowerCase().includes(gpu.toLowerCase()))
    );
  });
  const currency = prices?.currency ?? 'USD';
  process.stdout.write(
    json ? jsonText({ currency, prices: rows }) : sectionsText([listedPrices(rows, currency)]),
  );
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
  const trouble = dryRun ? undefined : fileTrouble(to, [table]);
  if (trouble !== undefined) {
    throw new InputProblemError([{ file: '--to', path: '', message: `${to} cannot be written: ${trouble}` }]);
  }
  const imported = importPrices(table, to, currency);
  if (!dryRun) {
    const temporary = `${to}.part`;
    writeFileSync(temporary, priceFileText(imported.file));
    renameSync(temporary, to);
  }
  const { read, diff, file } = imported;
  const last = dryRun ? 'Nothing was written.' : `${to} has ${file.rows.length} prices now.`;
  process.stdout.write(
    json
      ? jsonText({
          file: to,
          written: !dryRun,
          currency: file.currency,
          rows: file.rows.length,
          read: read.prices.length,
          leftOut: read.leftOut,
          flagged: read.prices
            .filter(({ flags }) => flags.length > 0)
            .map(({ line, row, flags }) => ({
              line,
              instance: row.instance,
              flags: flags.map(({ message }) => message),
            })),
          diff,
        })
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
    process.stdout.write(json ? jsonText({ prices }) : sectionsText([listedTokenPrices(prices)]));
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
  process.stdout.write(
    json
      ? jsonText({
          price,
          use,
          lines: cost.lines.map(({ micros, ...line }) => ({ ...line, cost: fromMicros(micros) })),
          total: fromMicros(cost.totalMicros),
          notes: cost.notes,
        })
      : sectionsText([tokenCostSection(price, cost)]),
  );
  return EXIT.done;
}

function sectionsText(sections: readonly ReportSection[]): string {
  const options = textOptions();
  const colours = picocolors.createColors(options.colour);
  return `${sections
    .map(({ title, table, notes }) =>
      [
        colours.bold(colours.cyan(title)),
        ...(table.rows.length === 0 ? [] : [indented(textTable(table, colours), 2)]),
        ...notes.map((note) => wrapped(printable(note), options, 2)),
      ].join('\n'),
    )
    .join('\n\n')}\n`;
}
