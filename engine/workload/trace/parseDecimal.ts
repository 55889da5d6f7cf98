const ZERO = 48;
const NINE = 57;
const POINT = 46;
const PLUS = 43;
const MINUS = 45;
const SPACE = 32;
const TAB = 9;

/** Up to 15 digits and a power of ten up to 10^22 are exact in a double, so one division rounds right. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number written in decimal in text[from, to), blanks around it allowed; NaN where there is
 * none or it is beyond a double. Equal to `Number` of it, several times faster and without a
 * substring for the usual spellings (W. Clinger, How to Read Floating Point Numbers Accurately, 1990).
 */
export function parseDecimal(text: string, from: number, to: number): number {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (start < end && isBlank(text.charCodeAt(end - 1))) end--;
  let at = start;
  const sign = text.charCodeAt(at);
  if (at < end && (sign === MINUS || sign === PLUS)) at++;
  let mantissa = 0;
  let digits = 0;
  let pointAt = end;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      mantissa = mantissa * 10 + (code - ZERO);
      digits++;
    } else if (code === POINT && pointAt === end) pointAt = at;
    else return parseUnusual(text.slice(start, end));
  }
  if (digits === 0) return Number.NaN;
  if (digits > EXACT_DIGITS) return parseUnusual(text.slice(start, end));
  const value = pointAt === end ? mantissa : mantissa / POWERS_OF_TEN[end - pointAt - 1];
  return sign === MINUS ? 0 - value : value;
}

function parseUnusual(text: string): number {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
