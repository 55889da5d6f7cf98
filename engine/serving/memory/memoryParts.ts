/**
 * What fills a GPU. `unused` is what an engine does not take; engines that leave room for activations and graphs there
 * (SGLang) or fill all but a share of what is free (TensorRT-LLM) have these in it.
 */
export const MEMORY_PARTS = [
  'weights',
  'activations',
  'expertWorkspace',
  'graphs',
  'runtime',
  'communication',
  'kv',
  'unused',
] as const;
export type MemoryPartId = (typeof MEMORY_PARTS)[number];

/** A part of one GPU's memory: whole bytes, below 0 where it is lacking. */
export interface MemoryPart {
  readonly part: MemoryPartId;
  readonly bytes: number;
  /** Where the figure is from, in words. */
  readonly source: string;
}
