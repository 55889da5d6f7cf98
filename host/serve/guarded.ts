/**
 * A listener whose failure is its own: what it throws is told, and what it was about is given up. Every listener of
 * the server is made here, so that no request, connection or message can reach the process.
 */
export function guarded<Args extends readonly unknown[]>(
  tell: (sentence: string) => void,
  listen: (...args: Args) => void,
  giveUp: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      listen(...args);
    } catch (error) {
      tell(`a fault of ours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      giveUp(...args);
    }
  };
}
