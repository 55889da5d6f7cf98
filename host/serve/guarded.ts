/**
 * A listener whose failure is its own: what it throws is told, and what it was about is given up. What strangers
 * may say to the server, its requests and connections, is listened to through it, so that none of them can end the process.
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
