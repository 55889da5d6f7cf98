/** A combination that cannot be. */
export interface LeftOut {
  readonly label: string;
  /** A clause that goes on from another sentence. */
  readonly reason: string;
}
