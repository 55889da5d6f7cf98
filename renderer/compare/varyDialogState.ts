import { create } from 'zustand';
import { host } from '../api/host.ts';
import { takeDocument } from '../state/opening.ts';
import { goTo, useWorkspace } from '../state/workspace.ts';

/** What is being varied, and whether its rows make a comparison of their own or go to what is compared. */
export interface VaryDialogState {
  readonly documentId?: string;
  readonly isNew: boolean;
}

export const useVaryDialog = create<VaryDialogState>(() => ({ isNew: false }));

/** Asks what varies of a document. */
export function openVary(documentId: string, isNew: boolean): void {
  useVaryDialog.setState({ documentId, isNew });
}

/** Takes the question away. */
export function closeVary(): void {
  useVaryDialog.setState({ isNew: false }, true);
}

/**
 * Goes to Compare and asks there what varies: of the document at hand, else of one's own that was open last, else of the
 * first example. Throws what the host says.
 */
export async function compareDeployments(): Promise<void> {
  const { documentId } = useWorkspace.getState();
  const own = (await host.documents.recent()).find(({ origin }) => origin.kind !== 'example');
  const id = documentId ?? own?.id ?? (await firstExample());
  if (id === undefined) return;
  takeDocument(await host.documents.get({ documentId: id }));
  openVary(id, true);
  goTo('compare');
}

async function firstExample(): Promise<string | undefined> {
  const example = (await host.documents.examples()).at(0)?.name;
  return example === undefined ? undefined : (await host.documents.openExample({ example })).id;
}
