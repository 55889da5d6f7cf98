import type { StartUpStage } from './livingSpec.ts';

/** Where the start-up of a pool's replicas is from, as far as the catalogue has it. */
export interface StartUpSource {
  readonly pool: string;
  /** Id and name of the catalogue's row. */
  readonly preset: string;
  readonly name: string;
  /** The stages that are the row's own; the scenario gives the others. */
  readonly stages: readonly {
    readonly stage: StartUpStage;
    readonly source: string;
    readonly date: string;
    readonly caution?: string;
  }[];
}
