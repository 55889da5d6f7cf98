/** What amounts of tokens, or seconds, are drawn from. */
export type LengthLawSpec =
  | { readonly type: 'fixed'; readonly value: number }
  | { readonly type: 'uniform'; readonly low: number; readonly high: number }
  | { readonly type: 'exponential'; readonly mean: number }
  /** Of the natural logarithm. */
  | { readonly type: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly type: 'pareto'; readonly shape: number; readonly scale: number }
  | {
      readonly type: 'mixture';
      readonly parts: readonly { readonly weight: number; readonly law: LengthLawSpec }[];
    }
  /** Uniform over the whole tokens in (previous upTo, upTo]. */
  | {
      readonly type: 'histogram';
      readonly bins: readonly { readonly upTo: number; readonly weight: number }[];
    };
