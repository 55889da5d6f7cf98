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

/** What is not as the contract has it is the caller's matter: named by its fields, not in the words of the schema. */
function asMalformed(error: unknown): unknown {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return error;
  const issues = error.cause instanceof ValidationError ? error.cause.issues : [];
  const isTooLarge = issues.some((issue) => (issue as { readonly code?: string }).code === 'too_big');
  const fields = [...new Set(issues.map(({ path }) => (path ?? []).map(String).join('.')))];
  const named = fields.filter((field) => field !== '').join(', ');
  return new HostError(
    isTooLarge ? 'TOO_LARGE' : 'MALFORMED',
    `The call was not understood${named === '' ? '' : ` (not as the contract has it: ${named.slice(0, 500)})`}.`,
  );
}
