/** Spellings that differ only in case, spaces, hyphens or underscores are one name. */
export function nameKey(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}
