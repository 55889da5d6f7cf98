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

/** What a part is called. */
export const MEMORY_PART_LABELS: Readonly<Record<MemoryPartId, string>> = {
  weights: 'Weights',
  activations: 'Activations of the largest step',
  expertWorkspace: 'Workspace of experts',
  graphs: 'CUDA graphs',
  runtime: 'Runtime',
  communication: 'Communication',
  kv: 'KV cache',
  unused: 'Left unused',
};

/** A part of one GPU's memory: whole bytes, below 0 where it is lacking. */
export interface MemoryPart {
  readonly part: MemoryPartId;
  readonly bytes: number;
  /** Where the figure is from, in words. */
  readonly source: string;
}

/** How the memory of a pool's GPUs is planned. */
export interface PoolMemory {
  readonly pool: string;
  /** Of each GPU, as CUDA shows them. */
  readonly deviceBytes: number;
  /** The share that the engine takes, of what it counts it of. */
  readonly memoryUtilization: number;
  /** All that fills the device, in the order of `MEMORY_PARTS`; their sum is `deviceBytes`, exactly. */
  readonly parts: readonly MemoryPart[];
  /** Absent where the model generates nothing. */
  readonly kv?: {
    /** Of a replica, as the engine prints them. */
    readonly tokens: number;
    /** Tokens of the longest request, and how many of these are held at once. */
    readonly longestRequestTokens: number;
    readonly longestRequests: number;
  };
}
