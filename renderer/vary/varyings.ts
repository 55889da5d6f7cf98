import type { LeftOut, VaryRow } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { createLongCalls } from '../state/longCalls.ts';

/** Rows that were made, and what is not among them. */
export interface Varying {
  readonly rows: readonly VaryRow[];
  readonly leftOut: readonly LeftOut[];
}

type Input = Parameters<typeof host.planning.vary>[0];
/** What varies, of which pool, and whether each row is sized. */
export type VaryChoice = Pick<Input, 'axes' | 'sized'> & { readonly poolId: string };

/** Makes documents of every combination of what varies. */
export const varyings = createLongCalls<Varying, VaryChoice>(
  'looking at what can be',
  async (input, choice, signal) => host.planning.vary({ ...input, ...choice }, { signal }),
);

/** Makes rows of a document; gives them once they are there, and nothing where that was cancelled or failed. */
export async function makeRows(documentId: string, choice: VaryChoice): Promise<Varying | undefined> {
  const before = varyings.use.getState()[documentId]?.found;
  await varyings.start(documentId, choice);
  const after = varyings.use.getState()[documentId]?.found;
  return after === before ? undefined : after;
}
