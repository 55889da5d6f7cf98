import type { ReplicaBounds } from '../../scenario/living/replicaBounds.ts';
import type { Precision } from '../../catalog/precision.ts';

/** An accelerator that a row may have: one with a price, or the pool's own. */
export interface AcceleratorChoice {
  readonly id: string;
  /** `NVIDIA H100 SXM5 80 GB`. */
  readonly name: string;
  /** `H100`: how rows call it. */
  readonly shortName: string;
  /** Other names of the catalogue, which are understood when typed. */
  readonly aliases: readonly string[];
  readonly vendor: string;
  readonly memoryBytes: number;
  /** The pool has it now. */
  readonly isPresent: boolean;
  readonly providers: readonly string[];
  /** GPUs of a replica that hold the model in the pool's precision, and that an instance holds; ascending. */
  readonly holds: readonly number[];
}

/** What may be picked for the rows of a comparison. */
export interface VaryChoices {
  readonly accelerators: readonly AcceleratorChoice[];
  /** GPUs of a replica that divide the model, and which accelerators then hold it; ascending. */
  readonly gpusPerReplica: readonly { readonly gpus: number; readonly accelerators: readonly string[] }[];
  /** Formats of the weights, and how large those then are; undefined without a model. */
  readonly precisions: readonly { readonly precision: Precision; readonly weightBytes: number | undefined }[];
  readonly providers: readonly { readonly provider: string; readonly regions: readonly string[] }[];
  /** What the pool has now. */
  readonly present: {
    readonly accelerator: string | undefined;
    readonly gpusPerReplica: number;
    readonly precision: Precision | 'auto';
    readonly provider: string | undefined;
    readonly region: string | undefined;
    readonly replicas: ReplicaBounds;
    /** Their number is set by an autoscaler, not by a row. */
    readonly isAutoscaled: boolean;
  };
}
