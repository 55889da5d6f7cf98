/** What cannot be about a pool; the path is within it. */
export interface PhysicsProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly suggestion?: string;
}
