/** So many refusals are told one by one within a minute; the others are counted. */
const MOST = 30;
const WITHIN_MS = 60_000;

/**
 * Tells what was refused, but not more than a log or a terminal has room for: whoever asks ten thousand times in vain
 * must not fill a disk, or push the address of the person’s own off the screen.
 */
export function refusalLog(
  log: (sentence: string) => void,
  nowMs: () => number = () => performance.now(),
): (sentence: string) => void {
  let sinceMs = Number.NEGATIVE_INFINITY;
  let refused = 0;
  return (sentence) => {
    if (nowMs() - sinceMs >= WITHIN_MS) {
      if (refused > MOST) log(`refused: ${refused - MOST} more`);
      sinceMs = nowMs();
      refused = 0;
    }
    refused++;
    if (refused <= MOST) log(`refused: ${sentence}`);
    if (refused === MOST) log('refused: whatever else within this minute is only counted');
  };
}
