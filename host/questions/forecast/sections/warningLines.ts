import type { RunDocument } from '../runDocument.ts';

/** Warnings of a pool's fields, of those that a section is about. */
export function warningLines(
  { warnings = [] }: RunDocument,
  pool: string,
  isAsked: (field: string) => boolean,
): readonly string[] {
  const below = `pools.${pool}.`;
  return warnings
    .filter(({ path }) => path.startsWith(below) && isAsked(path.slice(below.length)))
    .map(({ path, message, suggestion }) => {
      const way = suggestion === undefined ? '' : ` (${suggestion})`;
      return `Warning: ${path.slice(below.length)}: ${message}${way}.`;
    });
}

/** Whether a field is one of those of which `capacityCautions` speaks. */
export function isOfSpot(field: string): boolean {
  return field === 'drainSeconds' || field.startsWith('capacity.');
}
