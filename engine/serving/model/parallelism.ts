/** How the GPUs of a replica share a model. */
export interface Parallelism {
  /** GPUs that slice every matrix between them. */
  readonly tensor: number;
  /** Groups of layers, one behind the other. */
  readonly pipeline: number;
  /** Groups that each attend to their own sequences, beside experts that all share. */
  readonly data: number;
  /** GPUs that hold whole experts instead of slices of each; 1 without. */
  readonly expert: number;
}

/** All GPUs slice every matrix. */
export function tensorParallel(gpus: number): Parallelism {
  return { tensor: gpus, pipeline: 1, data: 1, expert: 1 };
}

/** GPUs of a replica. */
export function gpusOf({ tensor, pipeline, data }: Parallelism): number {
  return tensor * pipeline * data;
}
