/** Where a document is from. */
export type DocumentOrigin =
  | { readonly kind: 'example'; readonly example: string }
  /** A file that the person chose; `path` is for showing only. */
  | { readonly kind: 'file'; readonly path: string }
  /** Nowhere but in the store so far. */
  | { readonly kind: 'new' }
  /**
   * Made for a comparison, of another document, by its id and its name at that time. Until it is kept (it was opened or
   * changed) it is listed nowhere but there, and goes when it leaves the comparison.
   */
  | { readonly kind: 'variant'; readonly of: string; readonly name: string; readonly isKept: boolean };
