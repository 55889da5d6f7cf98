import type { ExchangeRate } from './priceSchema.ts';

export interface Exchange {
  readonly rate: number;
  /** Absent within one currency. */
  readonly source?: string;
}

/** The rate of the last day up to `day`, else of the first after it; one that is given the other way round will do. */
export function exchangeRate(
  rates: readonly ExchangeRate[],
  from: string,
  to: string,
  day: string,
): Exchange | undefined {
  if (from === to) return { rate: 1 };
  const usable = rates
    .flatMap((each) => {
      if (each.from === from && each.to === to) return [{ ...each, value: each.rate }];
      return each.from === to && each.to === from ? [{ ...each, value: 1 / each.rate }] : [];
    })
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  const found = usable.findLast(({ date }) => date <= day) ?? usable.at(0);
  if (found === undefined) return undefined;
  const { value, date, source } = found;
  return {
    rate: value,
    source: `converted at ${Number(value.toPrecision(8))} ${to} a ${from} of ${date}${source === undefined ? '' : ` (${source})`}`,
  };
}
