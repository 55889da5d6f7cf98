import { readCatalog } from '../../files/catalogFiles.ts';
import { readPriceFile } from '../../files/priceFile.ts';
import type { ListedPrice } from './pricesSections.ts';

/** Which prices to list, and of what; all of the catalogue where nothing is said. */
export interface PriceChoice {
  /** A price file instead of the catalogue. */
  readonly file?: string;
  readonly provider?: string;
  readonly region?: string;
  /** Part of an accelerator's name. */
  readonly gpu?: string;
}

/** What `prices list --json` prints. */
export interface PriceList {
  readonly currency: string;
  readonly prices: readonly ListedPrice[];
}

/** What instances cost, by the catalogue or a price file. Throws `InputProblemError` for a file that cannot be read. */
export function listPrices({ file, provider, region, gpu }: PriceChoice): PriceList {
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
  return { currency: prices?.currency ?? 'USD', prices: rows };
}
