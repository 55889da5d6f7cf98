import type { Latency } from '../usage/usage.ts';

/** The latencies in words. */
export const LATENCY_NAMES = {
  ttft: { short: 'TTFT', long: 'time to first token' },
  tpot: { short: 'TPOT', long: 'time per output token' },
  endToEnd: { short: 'end to end', long: 'end-to-end time' },
  queue: { short: 'queue', long: 'queue time' },
} as const satisfies Record<Latency, { short: string; long: string }>;

/** A number, or its decimal where a float64 would round that: `12345678901234.5`. */
export type Amount = number | string;

/**
 * A number with thousands separators and a fixed number of decimals. Written here and not
 * taken from `Intl`, whose data differ between machines: sentences must be byte-identical.
 */
export function grouped(value: Amount, decimals = 0): string {
  const isNegative = typeof value === 'string' ? value.startsWith('-') : value < 0;
  const [whole, fraction] = fixedDecimals(value, decimals).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return isNegative && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Without its sign; from 10^21 on `toFixed` would give an exponent. */
function fixedDecimals(value: Amount, decimals: number): string {
  if (typeof value === 'string') return fixedText(value, decimals);
  const size = Math.abs(value);
  return size < 1e21 || !Number.isFinite(size)
    ? size.toFixed(decimals)
    : fixedText(String(BigInt(size)), decimals);
}

/** Rounded half away from zero, as a decimal of any length is. */
function fixedText(value: string, decimals: number): string {
  const [whole, fraction = ''] = value.replace('-', '').split('.');
  const kept = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  const digits = String(fraction.charAt(decimals) >= '5' ? kept + 1n : kept).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** An amount as in `USD 1,234`: whole from 100 on, with cents from 1, else with three digits that say something. */
export function money(amount: Amount, currency: string): string {
  const size = Math.abs(Number(amount));
  const decimals =
    size >= 100 || size === 0 ? 0 : size >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)));
  return `${currency} ${grouped(amount, decimals)}`;
}

/**
 * A share as in `97.2%`, with more decimals where one would say 0% or 100% of something that
 * is neither.
 */
export function percent(share: number): string {
  const rest = Math.min(Math.abs(share), Math.abs(1 - share));
  const decimals = rest === 0 || rest >= 0.00995 ? 1 : rest >= 0.0005 ? 2 : 3;
  return `${grouped(share * 100, decimals)}%`.replace(/\.0+%$/, '%');
}

/** A duration as in `38 ms`, `1.25 s`, `4.5 min`, `3.1 h`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${trimmed(seconds * 1000, seconds < 0.01 ? 2 : seconds < 0.1 ? 1 : 0)} ms`;
  if (seconds < 120) return `${trimmed(seconds, 2)} s`;
  return seconds < 7200 ? `${trimmed(seconds / 60, 1)} min` : `${trimmed(seconds / 3600, 1)} h`;
}

function trimmed(value: number, decimals: number): string {
  return grouped(value, decimals).replace(/\.0+$/, '');
}
