import { scenarioJsonSchema } from '../../../engine/scenario/jsonSchema.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import type { Path } from '../documentText.ts';

/** What the schema of the document says of a value. */
export interface SchemaHint {
  readonly description?: string;
  readonly default?: unknown;
  /** Words to choose from, where there are only some. */
  readonly enum?: readonly unknown[];
}

interface SchemaNode extends SchemaHint {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly const?: unknown;
}

let root: SchemaNode | undefined;

/** What the schema says of the value at a path; of alternatives, the one that the document has chosen. */
export function schemaHint(raw: unknown, path: Path): SchemaHint {
  return nodeAt(raw, path) ?? {};
}

/** The keys that may stand beside the one at a path, in the schema's order. */
export function keyOrder(raw: unknown, path: Path): readonly string[] {
  const node = nodeAt(raw, path.slice(0, -1));
  const group = valueAt(raw, path.slice(0, -1));
  const chosen = (node?.anyOf ?? node?.oneOf)?.find(
    (branch) => branch.properties !== undefined && isChosen(branch, group),
  );
  return Object.keys((chosen ?? node)?.properties ?? {});
}

function nodeAt(raw: unknown, path: Path): SchemaNode | undefined {
  root ??= scenarioJsonSchema() as SchemaNode;
  let node: SchemaNode | undefined = root;
  let value = raw;
  for (const step of path) {
    node = node === undefined ? undefined : below(node, value, step);
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return node;
}

function below(node: SchemaNode, value: unknown, step: string | number): SchemaNode | undefined {
  if (typeof step === 'number') return node.items;
  const branches = node.anyOf ?? node.oneOf;
  if (branches === undefined) return node.properties?.[step];
  const having = branches.filter(({ properties }) => properties?.[step] !== undefined);
  return (having.find((branch) => isChosen(branch, value)) ?? having[0])?.properties?.[step];
}

/** Whether a value has the words that tell a branch from the others, such as `process: gamma`; what may be left out tells nothing where it is. */
function isChosen({ properties = {}, required = [] }: SchemaNode, value: unknown): boolean {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  return Object.entries(properties).every(
    ([key, child]) =>
      child.const === undefined ||
      given[key] === child.const ||
      (given[key] === undefined && !required.includes(key)),
  );
}
