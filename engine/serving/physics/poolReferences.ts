import type { Accelerator } from '../../catalog/acceleratorSchema.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { lookUp } from '../../catalog/lookUp.ts';
import { type ModelReference, modelOf, type Resemblance } from '../../catalog/modelOf.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { PhysicsProblem } from './physicsProblem.ts';

/** What a document refers to, and the name by which people are told of it. */
export interface Named<Value> {
  readonly name: string;
  readonly value: Value;
}

export interface NamedModel extends Named<Model> {
  readonly resembles?: Resemblance;
}

/** The model that a pool names or describes; what is wrong joins `problems`. */
export function resolveModel(
  reference: ModelReference | undefined,
  catalog: Catalog,
  problems: PhysicsProblem[],
): NamedModel | undefined {
  if (reference === undefined) return undefined;
  const found = modelOf(reference, catalog);
  if ('problem' in found) {
    problems.push({ ...found.problem, path: ['model', ...found.problem.path] });
    return undefined;
  }
  const { name, model, resembles } = found;
  return { name, value: model, ...(resembles && { resembles }) };
}

/** The accelerator that a pool names or describes; what is wrong joins `problems`. */
export function resolveAccelerator(
  reference: string | Accelerator | undefined,
  catalog: Catalog,
  problems: PhysicsProblem[],
): Named<Accelerator> | undefined {
  if (reference === undefined) return undefined;
  if (typeof reference !== 'string') return { name: reference.name ?? 'this accelerator', value: reference };
  const found = lookUp(catalog, 'accelerator', reference);
  if (found.found) return { name: found.row.id, value: found.row };
  problems.push({
    path: ['accelerator'],
    message: `the catalogue has no accelerator '${reference}'`,
    suggestion:
      found.suggestions.length > 0
        ? `did you mean ${found.suggestions.join(' or ')}?`
        : 'describe it inline, or use one of the catalogue, such as h100-sxm-80gb',
  });
  return undefined;
}
