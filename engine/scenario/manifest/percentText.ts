/** A share as the digits of its percentage, which `shareOfPercent` reads back to the same share: shifted as text, for a product has last bits of its own. */
export function percentText(share: number): string {
  const [digits, exponent = '0'] = String(share).split('e');
  const shifted = `${digits}e${Number(exponent) + 2}`;
  const plain = String(Number(shifted));
  return shareOfPercent(plain) === share ? plain : shifted;
}

/** The share of a percentage: of “70” 0.7. Not a number for what is none. */
export function shareOfPercent(text: string): number {
  const [digits, exponent = '0'] = text.trim().toLowerCase().split('e');
  return digits === '' ? Number.NaN : Number(`${digits}e${Number(exponent) - 2}`);
}
