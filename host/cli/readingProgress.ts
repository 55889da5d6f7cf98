import type { Reading } from '../run/inspectTraces.ts';
import { readingText } from '../run/readingText.ts';
import { type ProgressDisplay, showProgress } from './progressBar.ts';

/** Shows on standard error how far a file is read, from the first word of it on. */
export function readingProgress(): ProgressDisplay & { tell(reading: Reading): void } {
  let display: ProgressDisplay | undefined;
  let latest: Reading;
  return {
    tell: (reading) => {
      latest = reading;
      display ??= showProgress(() => ({ share: latest.share, text: readingText(latest) }));
    },
    stop: () => display?.stop(),
  };
}
