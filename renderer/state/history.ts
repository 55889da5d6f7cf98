/** One step that can be undone: what it was called, and the text before (or, once undone, after) it. */
export interface Step {
  readonly label: string;
  /** Steps of one key in quick succession are one. */
  readonly key: string;
  readonly text: string;
  readonly at: number;
}

/** Texts of one document, past and future. */
export interface History {
  readonly undo: readonly Step[];
  readonly redo: readonly Step[];
}

export const NO_HISTORY: History = { undo: [], redo: [] };

/** Typing goes in one step as long as it pauses no longer than this. */
const SAME_STEP_MS = 1500;
const MOST_STEPS = 200;

/** After an edit called `label` of what was `before`; edits of one key in quick succession are one step. */
export function withStep(
  { undo }: History,
  { label, key = label }: { readonly label: string; readonly key?: string | undefined },
  before: string,
  now: number,
): History {
  const last = undo.at(-1);
  if (last !== undefined && last.key === key && now - last.at < SAME_STEP_MS) {
    return { undo: [...undo.slice(0, -1), { ...last, label, at: now }], redo: [] };
  }
  return { undo: [...undo, { label, key, text: before, at: now }].slice(-MOST_STEPS), redo: [] };
}

/** One step back from `text`: the text then, and the history after; undefined where there is none. */
export function undone(
  { undo, redo }: History,
  text: string,
): { text: string; history: History } | undefined {
  const last = undo.at(-1);
  if (last === undefined) return undefined;
  // Put far in the past, so that the next edit never joins a step that was undone.
  return { text: last.text, history: { undo: undo.slice(0, -1), redo: [...redo, { ...last, text, at: 0 }] } };
}

/** One step forward again. */
export function redone(
  { undo, redo }: History,
  text: string,
): { text: string; history: History } | undefined {
  const next = redo.at(-1);
  if (next === undefined) return undefined;
  return { text: next.text, history: { undo: [...undo, { ...next, text }], redo: redo.slice(0, -1) } };
}
