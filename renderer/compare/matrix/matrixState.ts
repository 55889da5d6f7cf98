import { create } from 'zustand';

/** How the table of a comparison is looked at; kept while the window is open, whatever screen is shown. */
export interface MatrixState {
  /** By a column's key, best first (`place`), or in the order of the comparison's own (undefined). */
  readonly sorting: { readonly key: string; readonly isDescending: boolean } | undefined;
  readonly text: string;
  readonly keepsPromise: boolean;
  readonly accelerators: readonly string[];
  /** Documents that stay on top, whatever the order and the filter. */
  readonly pinned: readonly string[];
  /** From 1. */
  readonly page: number;
}

/** The one to take comes first. */
export const BEST_FIRST = { key: 'place', isDescending: false } as const;

export const useMatrix = create<MatrixState>(() => ({
  sorting: BEST_FIRST,
  text: '',
  keepsPromise: false,
  accelerators: [],
  pinned: [],
  page: 1,
}));

/** Looks at it in another way, from the first page on. */
export function lookAt(change: Partial<Omit<MatrixState, 'page' | 'pinned'>>): void {
  useMatrix.setState({ ...change, page: 1 });
}

/** Keeps a row on top, or lets it go again. */
export function togglePinned(id: string): void {
  useMatrix.setState(({ pinned }) => ({
    pinned: pinned.includes(id) ? pinned.filter((other) => other !== id) : [...pinned, id],
  }));
}

/** Once the way one asks first (better or larger ones, names from A), then the other way, then best first again. */
export function sortBy(key: string, firstDescending: boolean): void {
  const { sorting } = useMatrix.getState();
  if (sorting?.key !== key) return lookAt({ sorting: { key, isDescending: firstDescending } });
  lookAt({
    sorting: sorting.isDescending === firstDescending ? { key, isDescending: !firstDescending } : BEST_FIRST,
  });
}
