import type { RunningServer } from '../serve/server.ts';

/**
 * An address for whoever looks at the terminal: it lets one browser in, once. When it has, `log` is told the next, so that
 * the last one that stands there always serves: for another browser, or for one that has forgotten.
 */
export function freshAddress(server: RunningServer, log: (sentence: string) => void): string {
  return server.invite(() => log(`a browser was let in. The next one is at ${freshAddress(server, log)}`));
}
