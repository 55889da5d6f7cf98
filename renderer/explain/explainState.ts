import { create } from 'zustand';

/** What is being explained: figures of one result, the last one on top. */
export interface Explaining {
  readonly resultId?: string;
  readonly figures: readonly string[];
}

/** Which figure the drawer “From what?” shows. */
export const useExplaining = create<Explaining>(() => ({ figures: [] }));

/** Shows what a figure of a result is made from. */
export function explain(resultId: string, figure: string): void {
  useExplaining.setState({ resultId, figures: [figure] });
}

/** Goes on to a figure that the one shown is made from. */
export function explainNext(figure: string): void {
  useExplaining.setState(({ figures }) => ({ figures: [...figures, figure] }));
}

/** Goes back to the figure before. */
export function explainBack(): void {
  useExplaining.setState(({ figures }) => ({ figures: figures.slice(0, -1) }));
}

/** Takes the drawer away. */
export function stopExplaining(): void {
  useExplaining.setState({ figures: [] });
}
