/** What cannot be about a pool, or what speaks against it; the path is within it. */
export interface PhysicsProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** As a function where it takes a search: only what is told is worked out. */
  readonly suggestion?: string | (() => string);
}
