import { parseScenario } from '../../engine/scenario/parse.ts';

/** A field of a scenario: its path as `--set` takes it, and how a person reads it. */
export interface FieldPath {
  readonly path: string;
  readonly label: string;
}

/** Fields that a scenario has, its defaults among them, which hold one plain value; empty where it cannot be read. */
export function fieldPaths(text: string): readonly FieldPath[] {
  const parsed = parseScenario(text, '');
  if ('problems' in parsed) return [];
  const paths: string[] = [];
  collect(parsed.document, [], paths);
  return paths
    .filter((path) => !NOT_VARIED.includes(path))
    .map((path) => ({ path, label: path.split('.').map(words).join(' › ') }));
}

/** What a row is called, and what the document is, is no assumption. */
const NOT_VARIED = ['fleetcast', 'name', 'description'];

function collect(value: unknown, steps: readonly string[], paths: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) {
      const id = typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : undefined;
      if (id !== undefined) collect(item, [...steps, id], paths);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value))
      if (key !== 'id') collect(inner, [...steps, key], paths);
  } else if (value !== undefined) paths.push(steps.join('.'));
}

/** `maxSequences` as “max sequences”. */
function words(step: string): string {
  return step.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}
