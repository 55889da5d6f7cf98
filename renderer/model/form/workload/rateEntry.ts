import {
  type DemandLevel,
  type DemandPeriod,
  amountText,
  demandRateText,
  type DemandUnit,
  parseDemandRate,
} from '../../../../engine/scenario/arrivals/demandRate.ts';
import { NUMBER_TEXT } from '../fields/fieldTexts.ts';

/** A rate as the form has it in hand: its amount as it is typed, which may not be a number yet. */
export interface RateEntry {
  readonly amount: string;
  readonly unit: DemandUnit;
  readonly period: DemandPeriod;
  readonly level: DemandLevel;
}

/** What a rate counts and over which time, to choose from. */
export const RATE_UNITS: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'requests/s', label: 'requests/s' },
  { value: 'requests/min', label: 'requests/min' },
  { value: 'requests/h', label: 'requests/h' },
  { value: 'requests/day', label: 'requests/day' },
  { value: 'tokens/day', label: 'tokens/day' },
  { value: 'promptTokens/day', label: 'prompt tokens/day' },
  { value: 'outputTokens/day', label: 'output tokens/day' },
];

/** The rate of arrivals, as they are written. */
export function rateEntryOf(arrivals: {
  readonly rate?: unknown;
  readonly ratePerSecond?: unknown;
}): RateEntry {
  const { rate, ratePerSecond } = arrivals;
  if (rate === undefined) {
    return { amount: plain(ratePerSecond), unit: 'requests', period: 's', level: 'mean' };
  }
  const read = parseDemandRate(String(rate));
  return read === undefined
    ? { amount: plain(rate), unit: 'requests', period: 's', level: 'mean' }
    : { ...read, amount: amountText(read.amount) };
}

/** The entry after something was typed: a number of what is chosen, or a rate in words with all that it says. */
export function typedRate(before: RateEntry, typed: string): RateEntry {
  const read = parseDemandRate(typed);
  return read === undefined
    ? { ...before, amount: typed.trim() }
    : { ...read, amount: amountText(read.amount) };
}

/** How an entry is written: a mean of requests a second as a number, all else as it is said. */
export function writtenRate({ amount, unit, period, level }: RateEntry): {
  readonly key: 'rate' | 'ratePerSecond';
  readonly value: unknown;
} {
  // “40M” alone is a number, too.
  const number = parseDemandRate(`${amount}/s`)?.amount ?? NUMBER_TEXT.write(amount);
  if (unit === 'requests' && period === 's' && level === 'mean')
    return { key: 'ratePerSecond', value: amount === '' ? undefined : number };
  const rate = typeof number === 'number' ? demandRateText({ amount: number, unit, period, level }) : amount;
  return { key: 'rate', value: rate };
}

function plain(value: unknown): string {
  return value === undefined || value === null ? '' : typeof value === 'object' ? '…' : String(value);
}
