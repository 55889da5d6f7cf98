/** Speed of late, and how long the rest takes at it. */
export type RateMeter = (
  requests: number,
  share: number,
) => { readonly requestsPerSecond: number; readonly secondsLeft?: number };

/** Over how long the speed is averaged: shorter jumps about, longer lags behind. */
const SPAN_MS = 3000;

/** A meter that is told of every look at a run; `now` is in milliseconds. */
export function createRateMeter(now: () => number = () => performance.now()): RateMeter {
  const looks: { readonly at: number; readonly requests: number; readonly share: number }[] = [];
  return (requests, share) => {
    const at = now();
    looks.push({ at, requests, share });
    while (looks.length > 2 && at - looks[1].at >= SPAN_MS) looks.shift();
    const [first] = looks;
    const seconds = (at - first.at) / 1000;
    if (seconds <= 0) return { requestsPerSecond: 0 };
    const sharePerSecond = (share - first.share) / seconds;
    return {
      requestsPerSecond: (requests - first.requests) / seconds,
      ...(sharePerSecond > 0 ? { secondsLeft: (1 - share) / sharePerSecond } : {}),
    };
  };
}
