import { ORPCError, ValidationError } from '@orpc/server';
import { asHostError, HostError } from '../backRoom/hostError.ts';
import type { ApiErrorData, ErrorCode } from '../api/errors.ts';

/**
 * Any error as one of the contract's, ready to go through a door; faults of ours are logged. Whoever aborts a call gives
 * any reason, even none: failing with it is no fault.
 */
export function asApiError(
  error: unknown,
  log: (sentence: string) => void,
  asked?: AbortSignal,
): ORPCError<ErrorCode, ApiErrorData> {
  if (error instanceof ORPCError && error.defined) return error as ORPCError<ErrorCode, ApiErrorData>;
  const isCalledOff = asked?.aborted === true && error === asked.reason;
  const host = isCalledOff
    ? new HostError('CANCELLED', 'The call was called off.')
    : asHostError(asMalformed(error));
  if (host.code === 'FAULT') log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (host.code === 'REFUSED' || host.code === 'MALFORMED') log(`refused: ${host.message}`);
  const { code, message, action, problems } = host;
  return new ORPCError(code, {
    defined: true,
    message,
    data: { sentence: message, action, problems: problems.map((problem) => ({ ...problem })) },
  });
}

/** What the schema of a call says of its input is the caller's matter, in words. */
function asMalformed(error: unknown): unknown {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return error;
  const issues = error.cause instanceof ValidationError ? error.cause.issues : [];
  const tooLarge = issues.some(({ message }) => /too big|too large/i.test(message));
  const details = issues
    .map(({ message, path }) => `${(path ?? []).map(String).join('.')}: ${message}`)
    .join('; ');
  return new HostError(
    tooLarge ? 'TOO_LARGE' : 'MALFORMED',
    `The call was not understood${details === '' ? '' : ` (${details.slice(0, 500)})`}.`,
  );
}
