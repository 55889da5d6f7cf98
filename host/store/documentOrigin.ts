/** Where a document is from. */
export type DocumentOrigin =
  | { readonly kind: 'example'; readonly example: string }
  /** A file that the person chose; `path` is for showing only. */
  | { readonly kind: 'file'; readonly path: string }
  /** Nowhere but in the store so far. */
  | { readonly kind: 'new' };
