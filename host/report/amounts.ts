import type { Amount } from '../../engine/finance/plainText.ts';
import {
  amountMicros,
  type Micros,
  microsOfText,
  microsText,
  minusMicros,
  timesMicros,
  totalMicros,
} from '../../engine/pricing/money.ts';

/** Of `a`, less `b`. */
export function minusAmount(a: Amount, b: Amount): Amount {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : microsText(minusMicros(microsOf(a), microsOf(b)));
}

/** Sum of amounts: exactly, where one of them is a decimal. */
export function totalAmount(amounts: readonly Amount[]): Amount {
  return isOfNumbers(amounts)
    ? amounts.reduce((sum, each) => sum + each, 0)
    : microsText(totalMicros(amounts.map(microsOf)));
}

/** What comes of an amount of so many hours in others. */
export function amountOfHours(amount: Amount, hours: number, others: number): Amount {
  return typeof amount === 'number'
    ? (amount / hours) * others
    : microsText(timesMicros(microsOf(amount), others, hours));
}

/**
 * Amounts rounded to `decimals` so that the shown parts add up to the shown total: what
 * rounding leaves goes to the parts with the largest remainders.
 */
export function roundedParts(total: Amount, parts: readonly Amount[], decimals: number): readonly Amount[] {
  if (!isOfNumbers([total, ...parts])) return roundedDecimals(microsOf(total), parts.map(microsOf), decimals);
  const unit = 10 ** decimals;
  const exact = parts.map((part) => Number(part) * unit);
  const rounded = exact.map(Math.floor);
  const left = Math.round(Number(total) * unit) - rounded.reduce((sum, part) => sum + part, 0);
  const order = exact
    .map((_, i) => i)
    .sort((a, b) => exact[b] - rounded[b] - (exact[a] - rounded[a]) || a - b);
  for (const i of order.slice(0, Math.max(0, left))) rounded[i]++;
  return rounded.map((part) => part / unit);
}

/** As `roundedParts`, in whole numbers of what is shown: up to six decimals. */
function roundedDecimals(total: Micros, parts: readonly Micros[], decimals: number): readonly string[] {
  const unit = BigInt(amountMicros(10 ** -decimals, 1));
  const rounded = parts.map((part) => BigInt(part) / unit);
  const remainders = parts.map((part) => BigInt(part) % unit);
  const left = (BigInt(total) + unit / 2n) / unit - rounded.reduce((sum, part) => sum + part, 0n);
  const order = parts
    .map((_, i) => i)
    .sort((a, b) => (remainders[a] === remainders[b] ? a - b : remainders[a] > remainders[b] ? -1 : 1));
  for (const i of order.slice(0, Math.max(0, Number(left)))) rounded[i]++;
  return rounded.map((part) => microsText(part * unit));
}

function isOfNumbers(amounts: readonly Amount[]): amounts is readonly number[] {
  return amounts.every((amount) => typeof amount === 'number');
}

function microsOf(amount: Amount): Micros {
  return typeof amount === 'number' ? amountMicros(amount, 1) : microsOfText(amount);
}
