import { decimalText, NUMBERS_UNTIL, roundedQuotient } from '../money.ts';

/** Costs of bills may be far below a micro-unit: they are added up exactly in units of 10⁻¹². */
const DECIMALS = 12;
const SCALE = 10n ** BigInt(DECIMALS);

/** No amount has so many digits; and those of a million take seconds to read. */
const LONGEST_AMOUNT = 100;

/** Text of a cell; undefined where it says that there is nothing (`NULL` is written by some exporters). */
export function cellText(cell: string | undefined): string | undefined {
  const text = cell?.trim() ?? '';
  return text === '' || /^(null|none|nan)$/i.test(text) ? undefined : text;
}

/** A decimal in units of 10⁻¹², rounded half away from zero; undefined where it is no number. Thousands separators are read over. */
export function cellAmount(text: string): bigint | undefined {
  if (text.length > LONGEST_AMOUNT) return undefined;
  const match = /^([+-]?)(\d+(?:,\d{3})*|\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null || (match[2] === '' && (match[3] ?? '') === '')) return undefined;
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[2].replaceAll(',', '')}${fraction}` || '0');
  const shift = DECIMALS - fraction.length + Number(match[4] ?? 0);
  if (Math.abs(shift) > 60) return undefined;
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedQuotient(digits, 10n ** BigInt(-shift));
  return match[1] === '-' ? -scaled : scaled;
}

const COUNTED = BigInt(NUMBERS_UNTIL) * SCALE;

/** Whether `amountNumber` may be off by a millionth of the currency. */
export function isRounded(amount: bigint): boolean {
  return amount > COUNTED || amount < -COUNTED;
}

/** Units of 10⁻¹² as a number of the currency, for output only. */
export function amountNumber(amount: bigint): number {
  return isRounded(amount) ? Number(amountText(amount)) : Number(amount) / Number(SCALE);
}

/** Units of 10⁻¹² as a decimal of the currency, exactly. */
export function amountText(amount: bigint): string {
  return decimalText(amount, DECIMALS);
}

/**
 * Milliseconds since 1970 of an instant as exporters write it: ISO 8601, with a blank for the T, without a zone (UTC), a day alone, or
 * `MM/DD/YYYY`. Undefined where it is none of them, or no such day.
 */
export function cellInstant(text: string): number | undefined {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const iso =
    american === null
      ? text
      : `${american[3]}-${american[1].padStart(2, '0')}-${american[2].padStart(2, '0')}`;
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/.exec(
      iso,
    );
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  if (new Date(local).getUTCDate() !== day || hour > 24 || minute > 59 || second > 60) return undefined;
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(match[7] ?? '');
  const offset =
    zone === null ? 0 : (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) * 60_000;
  return local - offset;
}
