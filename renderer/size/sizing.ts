import { valueAt } from '../../engine/scenario/reading/problems.ts';
import { pathSteps } from '../../engine/scenario/reading/pathSteps.ts';
import type { ReportSection, SizeDocument, SizeRow } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { addCompared } from '../compare/comparedDocuments.ts';
import { changedText, readText, setAt } from '../model/documentText.ts';
import { editDocument } from '../state/editing.ts';
import { createLongCalls } from '../state/longCalls.ts';
import { takeDocument } from '../state/opening.ts';
import { useWorkspace } from '../state/workspace.ts';

/** What a search for a cheaper deployment found. */
export interface Sizing {
  /** Names it for exports. */
  readonly searchId: string;
  readonly document: SizeDocument;
  readonly sections: readonly ReportSection[];
}

type Input = Parameters<typeof host.planning.size>[0];
/** Which pool, by its id, and what to search. */
export interface SizeChoice {
  readonly poolId: string;
  readonly choices: NonNullable<Input['choices']>;
}

/** Searches for the cheapest deployment of a pool. */
export const sizings = createLongCalls<Sizing, SizeChoice>(
  'looking at what fits',
  async (input, choice, signal) => host.planning.size({ ...input, ...choice }, { signal }),
);

/** Writes a deployment that was found into its document, under a name, as one step to undo. */
export function takeDeployment(documentId: string, row: SizeRow, name: string): void {
  const document = useWorkspace.getState().documents[documentId];
  if (document === undefined) return;
  const text = deployedText(document.text, row, name);
  if (text !== undefined) editDocument(documentId, row.label, text);
}

/**
 * Makes a scenario of its own of a deployment that was found, and puts it into the comparison, behind the one that it
 * was found for. Throws what the host says.
 */
export async function compareDeployment(documentId: string, row: SizeRow, name: string): Promise<void> {
  const document = useWorkspace.getState().documents[documentId];
  const text = document === undefined ? undefined : deployedText(document.text, row, name);
  if (text === undefined) return;
  const copy = await host.documents.duplicate({ documentId, name });
  takeDocument(await host.documents.write({ documentId: copy.id, text, revision: copy.revision }));
  await addCompared(documentId, copy.id);
}

/**
 * A name for a document with a deployment that was found: where its name says the accelerator that the pool has, the new one
 * stands there; else that is told behind it.
 */
export function proposedName(
  text: string,
  pool: string,
  { accelerator, gpusPerReplica }: Pick<SizeRow, 'accelerator' | 'gpusPerReplica'>,
): string {
  const plain = readText(text);
  const name = String(valueAt(plain, ['name']) ?? 'Scenario');
  const present = valueAt(plain, pathSteps(`pools.${pool}.accelerator`, plain));
  const before = typeof present === 'string' ? family(present) : undefined;
  const after = family(accelerator);
  if (before !== undefined && before !== after && name.includes(before))
    return name.replaceAll(before, after);
  const told = `${after} ×${gpusPerReplica}`;
  return name.includes(told) ? name : `${name}, ${told}`;
}

/** `h100-sxm-80gb` as “H100”. */
function family(accelerator: string): string {
  return accelerator.split('-')[0].toUpperCase();
}

function deployedText(text: string, { settings }: SizeRow, name: string): string | undefined {
  const plain = readText(text);
  return changedText(text, (yaml) => {
    setAt(yaml, ['name'], name);
    for (const { path, value } of settings) setAt(yaml, pathSteps(path, plain), value);
  });
}
