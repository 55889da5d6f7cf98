import { Interrupted } from '../run/interrupted.ts';
import { EXIT } from './exitCodes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A launcher or npm passes on the Ctrl-C that the terminal has sent here already: that is one, not two. */
const SAME_SIGNAL_MS = 400;

export interface Interruption {
  /** Aborted, with `Interrupted` as the reason, by the first signal; a second ends the process at once. */
  readonly signal: AbortSignal;
  dispose(): void;
}

/** Listens to Ctrl-C, and to being told to end, until disposed of. */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (): void => {
    if (!controller.signal.aborted) {
      first = performance.now();
      controller.abort(new Interrupted());
    } else if (performance.now() - first > SAME_SIGNAL_MS) {
      process.exit(EXIT.interrupted);
    }
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

/** Keeps until the first signal that tells the process to end. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const interruption = watchInterruption();
    interruption.signal.addEventListener('abort', () => {
      resolve();
      // A second Ctrl-C ends at once, whatever is still being closed.
      setTimeout(() => interruption.dispose(), 10_000).unref();
    });
  });
}
