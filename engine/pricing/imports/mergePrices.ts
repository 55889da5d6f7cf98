import type { PriceRowDocument } from '../../scenario/prices/priceSchema.ts';

/** A price that is another one now. */
export interface ChangedPrice {
  readonly instance: string;
  readonly before: number;
  readonly after: number;
  /** after ÷ before − 1. */
  readonly change: number;
  /** First day of the new one, where it is known. */
  readonly from?: string;
}

/** What an import does to the prices that were there. */
export interface PriceDiff {
  readonly added: readonly string[];
  readonly changed: readonly ChangedPrice[];
  readonly unchanged: number;
  /** Of the providers of the import, but not in it: they stay. */
  readonly gone: readonly string[];
  /** In the import with an older day than what is there: they are not taken. */
  readonly older: readonly string[];
}

/**
 * Puts imported prices to those that were there, which end on the day on which the new ones begin: what held before stays on
 * record. A new price of the same day, or one without a day, takes the place of the old one.
 */
export function mergePrices(
  before: readonly PriceRowDocument[],
  imported: readonly PriceRowDocument[],
): { readonly rows: readonly PriceRowDocument[]; readonly diff: PriceDiff } {
  const rows = [...before];
  // By instance, the place of the row that has no end yet.
  const open = new Map<string, number>();
  rows.forEach(({ instance, validTo }, place) => {
    if (validTo === undefined && !open.has(instance)) open.set(instance, place);
  });
  // What ended, before the place of the row that follows it.
  const ended = new Map<number, PriceRowDocument[]>();
  const added: string[] = [];
  const changed: ChangedPrice[] = [];
  const older: string[] = [];
  let unchanged = 0;
  const oldestFirst = [...imported].sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
  for (const row of oldestFirst) {
    const { instance, validFrom } = row;
    const index = open.get(instance);
    if (index === undefined) {
      open.set(instance, rows.push(row) - 1);
      added.push(instance);
      continue;
    }
    const known = rows[index];
    if (isSame(known, row)) {
      unchanged++;
    } else if (validFrom !== undefined && known.validFrom !== undefined && validFrom < known.validFrom) {
      older.push(instance);
    } else {
      const isCorrection = validFrom === undefined || validFrom === known.validFrom;
      if (!isCorrection) {
        const past = ended.get(index) ?? [];
        past.push({ ...known, validTo: validFrom });
        ended.set(index, past);
      }
      rows[index] = row;
      changed.push({
        instance,
        before: known.perHour,
        after: row.perHour,
        change: row.perHour / known.perHour - 1,
        ...(validFrom === undefined ? {} : { from: validFrom }),
      });
    }
  }
  const providers = new Set(imported.map(({ instance }) => instance.split('/')[0]));
  const named = new Set(imported.map(({ instance }) => instance));
  const gone = before
    .filter(({ instance, validTo }) => validTo === undefined && !named.has(instance))
    .map(({ instance }) => instance)
    .filter((instance) => providers.has(instance.split('/')[0]));
  const inOrder = rows.flatMap((row, place) => [...(ended.get(place) ?? []), row]);
  return { rows: inOrder, diff: { added, changed, unchanged, gone, older } };
}

/** Whether two prices are the same figures, whoever says so and since when. */
function isSame(a: PriceRowDocument, b: PriceRowDocument): boolean {
  return (
    a.perHour === b.perHour &&
    a.gpus === b.gpus &&
    a.minimumSeconds === b.minimumSeconds &&
    a.spotPerHour === b.spotPerHour &&
    a.committedPerHour?.['1y'] === b.committedPerHour?.['1y'] &&
    a.committedPerHour?.['3y'] === b.committedPerHour?.['3y']
  );
}
