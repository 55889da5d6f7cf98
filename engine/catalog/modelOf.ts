import type { Catalog } from './catalog.ts';
import { lookUp } from './lookUp.ts';
import type { Model } from './modelSchema.ts';
import { type ModelFile, type ResemblingModel, scaledModel } from './resemblingModel.ts';

/** A model as a pool says it: an id of the catalogue, a shape of its own, a size and what it is like, or a file. */
export type ModelReference = string | Model | ResemblingModel | ModelFile;

/** What a model is, and which one its shape is borrowed from; or what is wrong with the reference. */
export type FoundModel =
  | { readonly name: string; readonly model: Model; readonly resembles?: Resemblance }
  | { readonly problem: ModelProblem };

interface ModelProblem {
  /** Below the model. */
  readonly path: readonly string[];
  readonly message: string;
  readonly suggestion?: string;
}

/** A shape that is borrowed. */
export interface Resemblance {
  readonly like: string;
  readonly parameters: number;
}

/** Finds the model that a pool means. A file has to be read before: its own message says so. */
export function modelOf(reference: ModelReference, catalog: Catalog): FoundModel {
  if (typeof reference === 'string') return named(reference, catalog, []);
  if ('config' in reference) {
    return { problem: { path: ['config'], message: `the file ${reference.config} was not read` } };
  }
  if (!('parameters' in reference)) return { name: reference.name ?? 'this model', model: reference };
  const { parameters, like = '' } = reference;
  const base = named(like, catalog, ['like']);
  if ('problem' in base) return base;
  const name = reference.name ?? `a model like ${base.name}`;
  const model = scaledModel(base.model, name, parameters);
  if ('problem' in model) {
    return {
      problem: {
        path: ['like'],
        message: `${base.name}, scaled to ${parameters.toPrecision(3)} parameters, ${model.problem}`,
        suggestion: 'name a model of about that size, or describe the shape',
      },
    };
  }
  return { name, model, resembles: { like: base.name, parameters } };
}

function named(id: string, catalog: Catalog, path: readonly string[]): FoundModel {
  const found = lookUp(catalog, 'model', id);
  if (found.found) return { name: found.row.id, model: found.row };
  if (lookUp(catalog, 'sampleModel', id).found) {
    return {
      problem: {
        path,
        message: `${id} makes images or reads sound: only models that read and write text can be served`,
        suggestion: 'use a language model or an encoder of the catalogue, such as llama-3.1-8b or bge-m3',
      },
    };
  }
  const suggestion =
    found.suggestions.length > 0
      ? `did you mean ${found.suggestions.join(' or ')}?`
      : path.length > 0
        ? 'use one of the catalogue, such as llama-3.1-8b'
        : 'describe it inline, give its parameters and a model that it is like, or use one of the catalogue, such as llama-3.1-8b';
  return { problem: { path, message: `the catalogue has no model '${id}'`, suggestion } };
}
