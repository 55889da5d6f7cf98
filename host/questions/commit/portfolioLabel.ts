/** What a portfolio is called for a reader; its name in the JSON stays what it is. */
export function portfolioLabel(name: string): string {
  if (name === 'stable') return 'least regret';
  if (name === 'nothing') return 'buy nothing';
  const growth = /^best for (.*)$/s.exec(name)?.[1];
  return growth === undefined ? name : `best if growth is ${growth}`;
}
