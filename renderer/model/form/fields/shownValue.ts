import { lengthText } from '../../../../engine/scenario/lengths/lengthText.ts';

const MOST = 40;

/** A value in the name of a step: short, and never empty. */
export function shownValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  const text = typeof value === 'object' ? (lengthText(value) ?? JSON.stringify(value)) : String(value);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}
