import type { FrontEndSpec } from '../scenario/spec.ts';

/** Seconds for which so many requests, with so many prompt tokens in all, keep front ends busy; 0 without one. */
export function frontEndSeconds(
  front: FrontEndSpec | undefined,
  requests: number,
  promptTokens: number,
): number {
  return front === undefined ? 0 : front.requestSeconds * requests + front.promptTokenSeconds * promptTokens;
}
