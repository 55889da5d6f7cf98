/** Where a slider can stand: ascending, what the document has among them. */
export type Stops = readonly number[];

const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
/** A target may be moved to so many times what it is, and to one of so many. */
const REACH = 8;
const SECONDS = [0, 6, 15, 30, 60, 90, 120, 180, 300, 450, 600, 900, 1200, 1800, 2700, 3600];
const SHARES = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
/** More stops than these cannot be told apart on a slider. */
const MOST = 40;

/** Round numbers around one. */
export function numberStops(value: number): Stops {
  const power = Math.floor(Math.log10(value));
  const round = [-1, 0, 1].flatMap((more) =>
    ROUND.map((each) => Number((each * 10 ** (power + more)).toPrecision(6))),
  );
  return withValue(
    round.filter((each) => each >= value / REACH && each <= value * REACH),
    value,
  );
}

/** Windows of a controller, seconds. */
export function secondsStops(value: number, least: number): Stops {
  return withValue(
    SECONDS.filter((each) => each >= least),
    value,
  );
}

/** Shares by steps of 5%. */
export function shareStops(value: number): Stops {
  return withValue(SHARES, value);
}

/** Numbers of replicas from none to so many. */
export function countStops(value: number, most: number): Stops {
  const step = Math.max(1, Math.ceil(most / MOST));
  return withValue([...Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step), most], value);
}

function withValue(stops: readonly number[], value: number): Stops {
  return [...new Set([...stops, value])].sort((a, b) => a - b);
}
