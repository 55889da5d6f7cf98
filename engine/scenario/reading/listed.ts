/** “a, b or c”. */
export function listed(items: readonly string[], link: 'and' | 'or'): string {
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} ${link} ${items[items.length - 1]}`;
}
