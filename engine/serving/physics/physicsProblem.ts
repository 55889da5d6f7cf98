/** What cannot be about a pool, or what speaks against it; the path is within it. */
export interface PhysicsProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** As a function where it takes a search: only what is told is worked out. */
  readonly suggestion?: string | (() => string);
}

/** What was found of a pool so far; whoever looks at it adds to it. */
export interface PhysicsFindings {
  readonly problems: PhysicsProblem[];
  readonly warnings: PhysicsProblem[];
}
