import { ORPCError } from '@orpc/client';
import type { ApiErrorData, ErrorCode } from '../../host/api/errors.ts';

/** What went wrong with a call, for a person. */
export interface ApiError extends ApiErrorData {
  readonly code: ErrorCode | 'LOST';
}

/** Any error of a call as one that can be shown. */
export function apiError(error: unknown): ApiError {
  if (error instanceof ORPCError && error.defined) {
    return { code: error.code as ErrorCode, ...(error.data as ApiErrorData) };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return { code: 'CANCELLED', sentence: 'It was cancelled.', action: 'Try again.', problems: [] };
  }
  return {
    code: 'LOST',
    sentence: 'Fleetcast could not be reached.',
    action: 'Look whether it still runs in the terminal; this window connects again by itself.',
    problems: [],
  };
}
