import type { EncoderLookUp } from '../../engine/scenario/generationChecks.ts';
import type { CatalogLists } from '../../host/api/types.ts';

const kinds = new Map<string, boolean>();

/** Keeps what the catalogue says of its models, for checks of a text that nobody is asked about. */
export function rememberModels({ models }: Pick<CatalogLists, 'models'>): void {
  for (const { id, aliases, isEncoder = false } of models)
    for (const name of [id, ...aliases]) kinds.set(name, isEncoder);
}

/** Whether a model is an encoder; undefined for another spelling, and until the catalogue is there: the host then says it. */
export const isEncoder: EncoderLookUp = (model) => kinds.get(model);
