/** What of a pool's failures says when there is one. */
export const FAILURE_CAUSES = ['meanHours', 'zone', 'at'] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** A drill is of a process that is started again, chance strikes machines: figures to type over. */
const FIRST_REPAIRS: Readonly<Record<FailureCause, string>> = { meanHours: '3h', zone: '2h', at: '10min' };

/** What failures begin with, of the first cause that is given. */
export function firstFailures(cause: FailureCause, value: unknown): object {
  const repair = FIRST_REPAIRS[cause];
  return { repair, [cause]: cause === 'zone' ? { meanHours: value } : value };
}
