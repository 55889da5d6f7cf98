/** A variable, at least 0: what a unit of it costs, and whether it comes in whole units. */
export interface ProgramVariable {
  readonly cost: number;
  readonly atMost?: number;
  readonly isWhole?: boolean;
  /** May be below 0. */
  readonly isFree?: boolean;
}

/** Σ coefficient × variable ≤ `atMost`; variables by index. */
export interface ProgramRow {
  readonly variables: readonly number[];
  readonly coefficients: readonly number[];
  readonly atMost: number;
}

/** Minimise Σ cost × variable, subject to the rows. Plain data, for any solver. */
export interface LinearProgram {
  readonly variables: readonly ProgramVariable[];
  readonly rows: readonly ProgramRow[];
}

/**
 * Solves a programme: values of the variables, in their order; undefined where nothing satisfies the rows. The host brings one; the
 * engine has none. It may be off the best by a relative 1e-4, and give
 * parts of whole variables where a programme is large.
 */
export type SolveProgram = (program: LinearProgram) => Promise<readonly number[] | undefined>;
