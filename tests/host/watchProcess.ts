/** Notes what nobody handled and so reached the process, until it is stopped. */
export function watchProcess(): { readonly reached: readonly unknown[]; stop(): void } {
  const reached: unknown[] = [];
  const note = (error: unknown): void => void reached.push(error);
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  return {
    reached,
    stop: () => {
      process.off('uncaughtException', note);
      process.off('unhandledRejection', note);
    },
  };
}
