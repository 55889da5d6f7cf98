import type { DraftOptions } from '../questions/answer/drafts.ts';
import type { MakeWindowRunner } from '../run/windowRunners.ts';
import { showProgress } from './progressBar.ts';

/** About as many quick looks as an answer takes, to show how far it is. */
const USUAL = 20;

/** Makes an answer with quick looks, showing on standard error how far it is. */
export async function answerWithProgress<Answer>(
  makeRunner: MakeWindowRunner,
  signal: AbortSignal,
  answer: (options: DraftOptions) => Promise<Answer>,
): Promise<Answer> {
  let looks = 0;
  const display = showProgress(() => ({
    // Never quite there before it is.
    share: looks / (looks + USUAL / 4),
    text: `answer: ${looks} quick looks at what would change it`,
  }));
  try {
    return await answer({
      makeRunner,
      signal,
      onSimulation: (done) => {
        looks = done;
      },
    });
  } finally {
    display.stop();
  }
}
