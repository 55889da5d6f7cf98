/** A count as in “1,234”: not by `Intl`, whose data differ between machines. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
