import { AsyncIteratorClass } from '@orpc/server';
import { Interrupted } from '../run/interrupted.ts';

/** What a stream is made of: tells events as they come, and ends soon once its signal is aborted. */
export type StreamWork<Event> = (tell: (event: Event) => void, signal: AbortSignal) => Promise<void>;

export type Stream<Event> = AsyncIteratorClass<Event, void>;

/** Every stream of the back room. */
export interface Streams {
  /**
   * A stream of what a work tells. The work begins with the first look, and the stream ends with it; what it fails with is
   * what reading the stream fails with. Whoever stops reading (`return`) stops the work, and `asked` or the end of
   * the back room stop it with `Interrupted`; in either case at once, a read that waits included, and what the work
   * then still tells or fails with is heard by nobody.
   */
  open<Event>(work: StreamWork<Event>, asked: AbortSignal | undefined): Stream<Event>;
  /** Stops all of them, and waits for their works. */
  close(): Promise<void>;
}

/** Of events that nobody has fetched yet, the last so many are kept: who reads so slowly misses steps on the way. */
const MOST_WAITING = 1000;

/** No streams yet. */
export function createStreams(): Streams {
  const closing = new AbortController();
  const working = new Set<Promise<void>>();
  return {
    open: <Event>(work: StreamWork<Event>, asked: AbortSignal | undefined) => {
      const leaving = new AbortController();
      const signals = [leaving.signal, closing.signal, ...(asked === undefined ? [] : [asked])];
      const signal = AbortSignal.any(signals);
      const events = channel<Event>();
      const run = async (): Promise<void> => {
        try {
          signal.throwIfAborted();
          await work(events.tell, signal);
          events.end({});
        } catch (error) {
          events.end({ error });
        }
      };
      let hasBegun = false;
      const begin = (): void => {
        hasBegun = true;
        const stop = (): void => events.cut({ error: new Interrupted() });
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
        const ended = run();
        working.add(ended);
        void ended.then(() => working.delete(ended));
      };
      return new AsyncIteratorClass<Event, void>(
        () => {
          if (!hasBegun) begin();
          return events.next();
        },
        async () => {
          events.cut({});
          leaving.abort();
        },
      );
    },
    close: async () => {
      closing.abort();
      await Promise.all(working);
    },
  };
}

/** How a channel ended: with nothing, or with an error for whoever reads it. */
interface End {
  readonly error?: unknown;
}

/** The way from who tells to the one who reads; what is told after its end goes nowhere. */
function channel<Event>() {
  let waiting: Event[] = [];
  let ended: End | undefined;
  let wake = (): void => undefined;
  const end = (how: End): void => {
    ended ??= how;
    wake();
  };
  const next = async (): Promise<IteratorResult<Event, void>> => {
    if (waiting.length > 0) return { done: false, value: waiting.shift() as Event };
    if (ended !== undefined) {
      if ('error' in ended) throw ended.error;
      return { done: true, value: undefined };
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    return next();
  };
  return {
    tell: (event: Event): void => {
      if (ended !== undefined) return;
      waiting.push(event);
      if (waiting.length > MOST_WAITING) waiting.shift();
      wake();
    },
    /** Once all that was told has been read. */
    end,
    /** At once. */
    cut: (how: End): void => {
      waiting = [];
      end(how);
    },
    next,
  };
}
