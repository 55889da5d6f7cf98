import type { Catalog } from '../../../engine/catalog/catalog.ts';
import { type CatalogKind, lookUp } from '../../../engine/catalog/lookUp.ts';
import type { FieldDifference } from '../../../engine/planning/fieldDifferences.ts';

/** Fields whose value is an id of the catalogue, by the end of their path. */
const KINDS: readonly (readonly [end: RegExp, kind: CatalogKind])[] = [
  [/^pools\..+\.accelerator$/, 'accelerator'],
  [/^pools\..+\.model(\.like)?$/, 'model'],
  [/^pools\..+\.price\.instance$/, 'instance'],
];

/** Differences with what the catalogue calls its rows, in place of their ids: as the form and the table above name them. */
export function titledFields(
  fields: readonly FieldDifference[],
  catalog: Catalog,
): readonly FieldDifference[] {
  return fields.map((field) => {
    const kind = KINDS.find(([end]) => end.test(field.path))?.[1];
    if (kind === undefined) return field;
    const titles = new Map([...new Set(field.values)].map((id) => [id, titleOf(catalog, kind, id)]));
    return { ...field, values: field.values.map((id) => titles.get(id) ?? id) };
  });
}

/** What the catalogue does not have keeps its own name. */
function titleOf(catalog: Catalog, kind: CatalogKind, id: string): string {
  const found = lookUp(catalog, kind, id);
  if (!found.found) return id;
  if (found.row.name !== undefined || kind !== 'instance') return found.row.name ?? found.row.id;
  const [provider, ...machine] = found.row.id.split('/');
  return `${provider}: ${machine.join(', ')}`;
}
