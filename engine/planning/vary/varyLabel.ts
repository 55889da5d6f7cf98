import type { Catalog } from '../../catalog/catalog.ts';

/** One combination of the values of axes; what no axis varies is left out. */
export interface Combination {
  readonly accelerator?: string;
  readonly gpusPerReplica?: number;
  readonly precision?: string;
  readonly provider?: string;
  readonly region?: string;
  readonly replicas?: number;
  readonly fields: readonly { readonly path: string; readonly value: unknown }[];
}

/** A row's name: what varies and nothing else, as in `H200 ×4 fp8 gcp`. Different combinations have different names. */
export function varyLabel(combination: Combination, catalog: Catalog): string {
  const { accelerator, gpusPerReplica, precision, provider, region, replicas, fields } = combination;
  const parts = [
    accelerator === undefined ? undefined : shortName(accelerator, catalog),
    gpusPerReplica === undefined ? undefined : `×${gpusPerReplica}`,
    precision,
    provider,
    region,
    replicas === undefined ? undefined : `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`,
    ...fields.map((field) => `${fieldName(field.path, fields)} ${valueText(field.value)}`),
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** The shortest name that the catalogue has for an accelerator; its names are nobody else's. */
export function shortName(accelerator: string, { accelerators }: Catalog): string {
  const row = accelerators.find(({ id }) => id === accelerator);
  const names: readonly string[] = row === undefined ? [] : row.aliases;
  return names.reduce((shortest, name) => (name.length < shortest.length ? name : shortest), accelerator);
}

/** The last steps of a path in words; as many as tell it from the others. */
function fieldName(path: string, fields: Combination['fields']): string {
  const steps = path.split('.');
  const rivals = fields.filter((other) => other.path !== path).map((other) => `.${other.path}`);
  let from = steps.length - 1;
  while (from > 0 && rivals.some((other) => other.endsWith(`.${steps.slice(from).join('.')}`))) from--;
  return steps.slice(from).map(words).join(' ');
}

/** `maxSequences` as “max sequences”. */
function words(step: string): string {
  return step.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
