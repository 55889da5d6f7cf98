import { asApiError } from './apiError.ts';

/** For every door's handler: whatever a call ends with goes out as one of the contract's errors. */
export function tellErrors(log: (sentence: string) => void) {
  return async <T>({ next }: { next(): Promise<T> }): Promise<T> => {
    try {
      return await next();
    } catch (error) {
      throw asApiError(error, log);
    }
  };
}
