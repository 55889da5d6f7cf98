import { create } from 'zustand';
import type { ResultRef } from '../../host/api/types.ts';

/** A figure on the way to the one that is shown. */
export interface ExplainStep {
  readonly figure: string;
  /** How its explanation was called; empty while it is the last one. */
  readonly title: string;
}

/** What is being explained: figures of one result, the shown one last. */
export interface Explaining {
  readonly result?: ResultRef;
  readonly steps: readonly ExplainStep[];
}

/** Which figure the drawer “From what?” shows. */
export const useExplaining = create<Explaining>(() => ({ steps: [] }));

/** Shows what a figure of a result is made from. */
export function explain(result: ResultRef, figure: string): void {
  useExplaining.setState({ result, steps: [{ figure, title: '' }] });
}

/** Goes on from the shown figure, called `title`, to one that it is made from. */
export function explainNext(title: string, figure: string): void {
  useExplaining.setState(({ steps }) => ({
    steps: [
      ...steps.map((step, i) => (i === steps.length - 1 ? { ...step, title } : step)),
      { figure, title: '' },
    ],
  }));
}

/** Goes back to a step on the way. */
export function explainBackTo(step: number): void {
  useExplaining.setState(({ steps }) => ({ steps: steps.slice(0, step + 1) }));
}

/** Takes the drawer away. */
export function stopExplaining(): void {
  useExplaining.setState({ steps: [] });
}
