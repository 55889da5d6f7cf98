/** An axis of a chart that points far out do not squeeze. */
export interface Scale {
  readonly isLogarithmic: boolean;
  /** As Plotly takes it: exponents of ten on a logarithmic axis. */
  readonly range: readonly [number, number];
  /** Whether a value is drawn at the edge instead of where it would be. */
  isBeyond(value: number): boolean;
  /** Where a value is drawn. */
  shown(value: number): number;
  /** Of a drawn value: 0 at the axis’ lower end, 1 at its upper. */
  share(shown: number): number;
}

/** What lies further out than so many times the furthest of those that matter is drawn at the edge. */
const FAR = 3;
/** Values that differ by more are drawn over a logarithm. */
const WIDE = 20;
/** Room for marks and names beyond the outermost value, as a share of the axis. */
const ROOM = 0.18;

/**
 * An axis for all `values`, of which `near` are those that must be told apart (not empty: all, where it is). Logarithmic
 * where asked for and where what is drawn differs by more than twenty times.
 */
export function edgeScale(
  values: readonly number[],
  near: readonly number[],
  mayBeLogarithmic: boolean,
): Scale {
  const furthest = Math.max(0, ...(near.length > 0 ? near : values));
  const limit = furthest > 0 ? FAR * furthest : Number.POSITIVE_INFINITY;
  const drawn = values.filter((value) => value <= limit);
  const isClipping = drawn.length < values.length;
  const [least, most] = [Math.min(...drawn), Math.max(...drawn)];
  const isLogarithmic = mayBeLogarithmic && least > 0 && most > WIDE * least;
  const place = (value: number): number => (isLogarithmic ? Math.log10(value) : value);
  const from = isLogarithmic ? place(least) - 0.15 : 0;
  const top = place(most);
  const span = Math.max(top - from, Number.MIN_VALUE) || 1;
  const to = top + ROOM * (isClipping ? 1.5 : 1) * span;
  const edge = top + ROOM * 0.75 * span;
  return {
    isLogarithmic,
    range: [from, to > from ? to : from + 1],
    isBeyond: (value) => value > limit,
    shown: (value) => (value > limit ? (isLogarithmic ? 10 ** edge : edge) : value),
    share: (shown) => (place(shown) - from) / (to > from ? to - from : 1),
  };
}
