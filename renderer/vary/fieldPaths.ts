import { fieldGroup, fieldLabel } from '../../engine/scenario/fieldLabels.ts';
import { fieldName, spacedKey } from '../../engine/scenario/fieldWords.ts';
import { parseScenario } from '../../engine/scenario/parse.ts';
import { valueAt } from '../../engine/scenario/reading/problems.ts';

/** A field of a scenario: its path as `--set` takes it, and what the form calls it. */
export interface FieldPath {
  readonly path: string;
  readonly label: string;
}

/** Fields that a scenario has, its defaults among them, which hold one plain value; empty where it cannot be read. */
export function fieldPaths(text: string): readonly FieldPath[] {
  const parsed = parseScenario(text, '');
  if ('problems' in parsed) return [];
  const { document } = parsed;
  const found: Steps[] = [];
  collect(document, [], found);
  return found
    .map((steps) => {
      const rows: unknown = valueAt(document, steps.slice(0, 1));
      return { path: steps.join('.'), label: labelOf(steps, Array.isArray(rows) && rows.length > 1) };
    })
    .filter(({ path }) => !NOT_VARIED.includes(path));
}

/** What a row is called, and what the document is, is no assumption. */
const NOT_VARIED = ['fleetcast', 'name', 'description'];

type Steps = readonly string[];

function collect(value: unknown, steps: Steps, found: Steps[]): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) {
      const id = typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : undefined;
      if (id !== undefined) collect(item, [...steps, id], found);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value))
      if (key !== 'id') collect(inner, [...steps, key], found);
  } else if (value !== undefined) found.push(steps);
}

/** What has no label of its own is told as a part of what has: `Scenario: Lasts, days`. */
function labelOf(steps: Steps, isOneOfMany: boolean): string {
  for (let length = steps.length; length > 0; length--) {
    const whole = steps.slice(0, length);
    if (fieldLabel(whole) === undefined) continue;
    return [fieldName(whole, isOneOfMany), ...steps.slice(length).map(spacedKey)].join(', ');
  }
  return `${fieldGroup(steps)}: ${steps.map(spacedKey).join(', ')}`;
}
