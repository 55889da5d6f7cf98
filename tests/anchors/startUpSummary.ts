import { GROUPS, type StartUpError } from './startUpErrors.ts';

/** One line of the table that is committed; errors in percent, absolute. */
export interface StartUpGroupLine {
  readonly group: string;
  readonly logs: number;
  readonly compared: number;
  readonly median: number;
  readonly mean: number;
  readonly worst: number;
  /** The same by leave-one-out. */
  readonly medianLeftOut: number;
  readonly meanLeftOut: number;
  readonly worstLeftOut: number;
  /** Undefined where none was printed, as of `worstWeights`. */
  readonly medianActivation: number | undefined;
  readonly worstWeights: number | undefined;
}

/** How far KV, activations and weights are off, by group; groups in their order. */
export function startUpSummary(errors: readonly StartUpError[]): readonly StartUpGroupLine[] {
  return GROUPS.map((group) => {
    const rows = errors.filter((row) => row.group === group);
    const kv = sizes(rows.map((row) => row.kv));
    const leftOut = sizes(rows.map((row) => row.kvLeftOut));
    const activations = sizes(rows.map((row) => row.activation));
    const weights = sizes(rows.map((row) => row.weights));
    return {
      group,
      logs: rows.length,
      compared: kv.length,
      median: median(kv),
      mean: mean(kv),
      worst: Math.max(...kv),
      medianLeftOut: median(leftOut),
      meanLeftOut: mean(leftOut),
      worstLeftOut: Math.max(...leftOut),
      medianActivation: activations.length === 0 ? undefined : median(activations),
      worstWeights: weights.length === 0 ? undefined : Math.max(...weights),
    };
  });
}

/** Of logs with a verdict of ours: refusals that we refuse as well, and starts that we refuse. */
export function refusalCounts(errors: readonly StartUpError[]) {
  const judged = errors.filter(({ verdict }) => verdict !== undefined);
  const refused = judged.filter(({ log }) => log.refused !== undefined);
  const started = judged.filter(({ log }) => log.refused === undefined);
  const isDoubted = (row: StartUpError) => isRefused(row) || row.warnings.length > 0;
  const isRefused = ({ verdict }: StartUpError) => verdict !== 'starts';
  return {
    refused: refused.length,
    told: refused.filter(isRefused).length,
    toldOrDoubted: refused.filter(isDoubted).length,
    started: started.length,
    wronglyRefused: started.filter(isRefused).length,
  };
}

function sizes(errors: readonly (number | undefined)[]): number[] {
  return errors.flatMap((error) => (error === undefined ? [] : [100 * Math.abs(error)]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
