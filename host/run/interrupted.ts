/** The run was stopped from outside; windows finished by then are in the store. */
export class Interrupted extends Error {
  /** Windows finished and planned; both 0 before the first window. */
  readonly done: number;
  readonly total: number;

  constructor(done = 0, total = 0) {
    super('interrupted');
    this.name = 'Interrupted';
    this.done = done;
    this.total = total;
  }
}
