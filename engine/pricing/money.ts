/** Money is booked in whole millionths of the currency; rates stay decimals. */
const MICROS = 1_000_000;
const ESTIMATE_BELOW = 1e12;

/**
 * What `quantity` units at `unitPrice` (currency a unit) come to, in whole micro-units.
 * Both are taken as the decimals they are written as, multiplied exactly, and rounded once,
 * half away from zero. Throws `RangeError` for an amount that a float64 does not hold exactly
 * (beyond 9.007 billion of the currency) or an argument that is not finite.
 */
export function amountMicros(unitPrice: number, quantity: number): number {
  // Five roundings of float64 are off by less than 1e-3 up to here, so away from a tie they decide as the decimals do.
  const estimate = unitPrice * quantity * MICROS;
  const size = Math.abs(estimate);
  if (size < ESTIMATE_BELOW && Math.abs(size - Math.floor(size) - 0.5) > 1e-3)
    return Math.round(estimate) + 0;
  const price = decimalOf(unitPrice);
  const count = decimalOf(quantity);
  const scale = price.scale + count.scale - 6;
  const product = price.digits * count.digits;
  const micros = scale <= 0 ? product * 10n ** BigInt(-scale) : dividedByPowerOfTen(product, scale);
  return safeMicros(Number(micros));
}

/** The same number, if micro-units can be counted exactly there; else throws `RangeError`. */
export function safeMicros(micros: number): number {
  if (!Number.isSafeInteger(micros)) {
    throw new RangeError(
      `an amount of ${micros} micro-units cannot be counted exactly; the largest is 9.007 billion of the currency`,
    );
  }
  return micros;
}

/** Micro-units as a number of the currency, for output only. */
export function fromMicros(micros: number): number {
  return micros / MICROS;
}

/** digits / 10^scale, exactly the shortest decimal that reads back as `value`. */
function decimalOf(value: number): { readonly digits: bigint; readonly scale: number } {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not an amount`);
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), scale: fraction.length - Number(exponent) };
}

function dividedByPowerOfTen(value: bigint, scale: number): bigint {
  const divisor = 10n ** BigInt(scale);
  const magnitude = value < 0n ? -value : value;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return value < 0n ? -rounded : rounded;
}
