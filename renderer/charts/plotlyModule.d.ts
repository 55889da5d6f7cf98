/** What is used of Plotly's cartesian bundle, which comes without types. */
declare module 'plotly.js-cartesian-dist-min' {
  type Plain = Readonly<Record<string, unknown>>;
  /** An element that has a chart. */
  export interface Drawn {
    on(event: 'plotly_relayout', told: (change: Plain) => void): void;
    removeAllListeners(event: 'plotly_relayout'): void;
  }
  interface PlotlyModule {
    react(element: HTMLElement, data: readonly Plain[], layout: Plain, config: Plain): Promise<void>;
    purge(element: HTMLElement): void;
    readonly Plots: { resize(element: HTMLElement): Promise<void> };
    toImage(
      figure: { readonly data: readonly Plain[]; readonly layout: Plain },
      options: { format: 'png' | 'svg'; width: number; height: number; scale?: number },
    ): Promise<string>;
  }
  const plotly: PlotlyModule;
  export default plotly;
}
