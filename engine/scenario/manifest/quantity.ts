import { z } from 'zod';
import { excerpt } from '../reading/toldProblems.ts';

/** What stands behind the digits of a Kubernetes quantity, as an exponent of ten (apimachinery, resource.Quantity). */
const DECIMAL: Readonly<Record<string, string>> = {
  n: 'e-9',
  u: 'e-6',
  m: 'e-3',
  '': '',
  k: 'e3',
  M: 'e6',
  G: 'e9',
  T: 'e12',
  P: 'e15',
  E: 'e18',
};
const BINARY: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const EXAMPLES = 'a quantity of Kubernetes such as 5, “500m” or “5k”';

/** The number of a quantity: `5`, “500m”, “1.5”, “5k”, “64Gi”, “2e3”; undefined for what is none. */
export function parseQuantity(input: number | string): number | undefined {
  if (typeof input === 'number') return Number.isFinite(input) ? input : undefined;
  const [, digits, suffix, exponent] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:(n|u|m|k|M|G|T|P|E|[KMGTPE]i)|[eE]([+-]?\d+))?$/.exec(input.trim()) ?? [];
  if (digits === undefined) return undefined;
  if (exponent !== undefined) return finite(Number(`${digits}e${exponent}`));
  if (suffix !== undefined && suffix in BINARY) return finite(Number(digits) * BINARY[suffix]);
  // Read as one decimal number: multiplied, 0.1 of it would not always be the nearest float.
  return finite(Number(`${digits.replace(/\.$/, '')}${DECIMAL[suffix ?? '']}`));
}

/** A number as a quantity that reads back to the same number, in thousandths where those are whole. */
export function quantityText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const [whole, decimals = ''] = String(value).split('.');
  // Without an exponent and with up to three decimals.
  return /^\d{1,3}$/.test(decimals) ? `${Number(`${whole}${decimals.padEnd(3, '0')}`)}m` : String(value);
}

/** A quantity as a number. */
export const quantity = z
  .union([z.number(), z.string()], { error: () => `must be ${EXAMPLES}` })
  .transform((input, context) => {
    const found = parseQuantity(input);
    if (found !== undefined) return found;
    context.addIssue({
      code: 'custom',
      message: `“${excerpt(String(input), 60)}” is no quantity: it must be ${EXAMPLES}`,
    });
    return z.NEVER;
  });

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
