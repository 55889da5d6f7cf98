/** Something wrong with a document: where, what, and what would be right. */
export interface Problem {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** As `--set` addresses it: `pools.h100.replicas`; '' for the whole document. */
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
  /** Stands for so many that are not told one by one; see `toldProblems`. */
  readonly more?: number;
}
