import type { RunInfo } from '../../host/api/types.ts';

/** How long a run still takes: `12 s left`. */
export function leftText({ secondsLeft, share, reading }: RunInfo): string {
  if (reading !== undefined) return `reading ${reading.file}`;
  if (secondsLeft === undefined) return share === 0 ? 'starting …' : `${Math.round(share * 100)}%`;
  return `${durationText(secondsLeft)} left`;
}

/** How much of what a run is at is done, 0 to 1: reading a long trace comes first, and is counted by itself. */
export function shareOf({ share, reading }: RunInfo): number {
  return reading?.share ?? share;
}

/** How fast a run goes: `7,011,080 requests, 2.3 M a second`. */
export function rateText({ requests, requestsPerSecond }: RunInfo): string {
  return `${Math.round(requests).toLocaleString('en-US')} requests, ${short(requestsPerSecond)} a second`;
}

/** The longest of a few units that it fills: `45 s`, `3 min`, `2 h`. */
function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function short(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
  return value >= 1e3 ? `${Math.round(value / 1e3)} k` : Math.round(value).toString();
}
