/**
 * A booked amount in whole millionths of the currency: a number as far as a float64 counts (to 2^53 − 1, nine thousand
 * million of the currency), a bigint beyond, and never a bigint where a number would do, so that `===` compares. Rates stay
 * decimals. Sums and products go by the functions of this file: TypeScript refuses + between the two.
 */
export type Micros = number | bigint;

const MICROS = 1_000_000;
const MICROS_DIGITS = 6;
const ESTIMATE_BELOW = 1e12;

/** Of the currency, 8.6 thousand million: so far float64s are closer to each other than micro-units. */
export const NUMBERS_UNTIL = 2 ** 33;

/**
 * What `quantity` units at `unitPrice` (currency a unit) come to, in whole micro-units, whatever its size.
 * Both are taken as the decimals they are written as, multiplied exactly, and rounded once,
 * half away from zero. Throws `RangeError` for an argument that is not finite.
 */
export function amountMicros(unitPrice: number, quantity: number): Micros {
  // Five roundings of float64 are off by less than 1e-3 up to here, so away from a tie they decide as the decimals do.
  const estimate = unitPrice * quantity * MICROS;
  const size = Math.abs(estimate);
  if (size < ESTIMATE_BELOW && Math.abs(size - Math.floor(size) - 0.5) > 1e-3)
    return Math.round(estimate) + 0;
  const price = decimalOf(unitPrice);
  const count = decimalOf(quantity);
  return asMicros(scaled(price.digits * count.digits, MICROS_DIGITS - price.scale - count.scale));
}

/** a + b. */
export function plusMicros(a: Micros, b: Micros): Micros {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return asMicros(BigInt(a) + BigInt(b));
}

/** a − b. */
export function minusMicros(a: Micros, b: Micros): Micros {
  return plusMicros(a, -b);
}

/** Sum of amounts; 0 of none. */
export function totalMicros(amounts: readonly Micros[]): Micros {
  return amounts.reduce<Micros>((sum, each) => plusMicros(sum, each), 0);
}

/**
 * micros × numerator ÷ denominator, rounded to whole micro-units: in float64s as far as they count the product, and beyond
 * that exactly, by the decimals that numerator and denominator are written as.
 */
export function timesMicros(micros: Micros, numerator: number, denominator = 1): Micros {
  if (typeof micros === 'number') {
    const product = micros * numerator;
    const quotient = Math.round(product / denominator);
    if (Math.abs(product) <= Number.MAX_SAFE_INTEGER && Number.isSafeInteger(quotient)) return quotient;
  }
  const above = decimalOf(numerator);
  const below = decimalOf(denominator);
  const shift = below.scale - above.scale;
  const product = BigInt(micros) * above.digits * 10n ** BigInt(Math.max(0, shift));
  return asMicros(roundedQuotient(product, below.digits * 10n ** BigInt(Math.max(0, -shift))));
}

/** The smaller of two amounts. */
export function leastMicros(a: Micros, b: Micros): Micros {
  return b < a ? b : a;
}

/** A whole number of micro-units as they are kept: a number where it is one exactly. */
export function asMicros(micros: bigint): Micros {
  const size = micros < 0n ? -micros : micros;
  return size <= Number.MAX_SAFE_INTEGER ? Number(micros) : micros;
}

/** Micro-units as the nearest number of the currency: exact to the micro-unit up to `NUMBERS_UNTIL`. */
export function fromMicros(micros: Micros): number {
  return typeof micros === 'number' ? micros / MICROS : Number(microsText(micros));
}

/** An amount as it is written: a number where that is exact to the micro-unit, else its decimal. */
export function writtenMicros(micros: Micros): number | string {
  const figure = fromMicros(micros);
  return Math.abs(figure) <= NUMBERS_UNTIL ? figure : microsText(micros);
}

/** Micro-units as a decimal of the currency, exactly: `12345678901.5`. */
export function microsText(micros: Micros): string {
  return decimalText(micros, MICROS_DIGITS);
}

/** What `microsText` wrote. */
export function microsOfText(text: string): Micros {
  const [whole, fraction = ''] = text.split('.');
  return asMicros(BigInt(whole + fraction.padEnd(MICROS_DIGITS, '0')));
}

/** value ÷ 10^decimals as a decimal, exactly; `value` is whole. */
export function decimalText(value: Micros, decimals: number): string {
  const digits = String(value < 0 ? -value : value).padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -decimals)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** digits / 10^scale, exactly the shortest decimal that reads back as `value`. */
function decimalOf(value: number): { readonly digits: bigint; readonly scale: number } {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not an amount`);
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), scale: fraction.length - Number(exponent) };
}

/** digits × 10^exponent, rounded half away from zero. */
function scaled(digits: bigint, exponent: number): bigint {
  return exponent >= 0 ? digits * 10n ** BigInt(exponent) : roundedQuotient(digits, 10n ** BigInt(-exponent));
}

/** Rounded half away from zero; the divisor is above 0. */
export function roundedQuotient(value: bigint, divisor: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return value < 0n ? -rounded : rounded;
}
