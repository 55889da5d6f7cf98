/** What is typed into a field and not yet written: at most one at a time, as one field has the focus. */
let pending: (() => void) | undefined;

/** Holds an entry until its field takes it, drops it, or somebody needs the document whole. */
export function holdEntry(take: () => void): void {
  pending = take;
}

/** An entry that was taken or dropped is held no longer. */
export function releaseEntry(take: () => void): void {
  if (pending === take) pending = undefined;
}

/** Writes what is typed and not yet written: before anything that acts on the document, such as a run by its key. */
export function takePendingEntry(): void {
  const take = pending;
  pending = undefined;
  take?.();
}
