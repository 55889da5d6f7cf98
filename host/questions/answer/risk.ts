/** A risk, and how grave it is: the larger comes first. */
export interface Risk {
  readonly gravity: number;
  readonly text: string;
}
