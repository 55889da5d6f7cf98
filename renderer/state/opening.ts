import type { ChosenDocument } from '../../host/api/shell.ts';
import type { DocumentInfo } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { shell } from '../shell/shell.ts';
import { keepNow } from './autosave.ts';
import { ensureResult } from './drafting.ts';
import { schemaProblems } from './editing.ts';
import { NO_HISTORY } from './history.ts';
import { NEW_SCENARIO } from './newScenario.ts';
import { currentDocument, patchDocument, useWorkspace } from './workspace.ts';

/** Takes a document into the window, with its result; what the window has of it already stays. */
export function takeDocument(info: DocumentInfo): void {
  const { documents } = useWorkspace.getState();
  const known = documents[info.id];
  if (known === undefined || known.info.revision < info.revision) {
    const document = {
      info,
      text: info.text,
      history: known?.history ?? NO_HISTORY,
      problems: schemaProblems(info.text, info.name),
      hostProblems: [],
      isDrafting: false,
    };
    useWorkspace.setState({ documents: { ...documents, [info.id]: document } });
  }
  void ensureResult(info.id);
}

/** Opens a document on the Model screen, or on another that shows one. */
export function openDocument(info: DocumentInfo, route: 'model' | 'decide' = 'model'): void {
  takeDocument(info);
  useWorkspace.setState(({ documentsChanged }) => ({
    documentId: info.id,
    route,
    documentsChanged: documentsChanged + 1,
  }));
}

/** Opens a document by its id; what was made for a comparison only is kept from then on. Throws what the host says. */
export async function openById(documentId: string): Promise<void> {
  openDocument(await host.documents.keep({ documentId }));
}

/** Opens what the person chose, dropped or handed over. Throws what the host says. */
export async function openChosen(chosen: readonly ChosenDocument[]): Promise<void> {
  for (const one of chosen) openDocument(await documentOfChosen(one));
}

/** The document of what the person chose. Throws what the host says. */
export function documentOfChosen(chosen: ChosenDocument): Promise<DocumentInfo> {
  return chosen.kind === 'ticket'
    ? host.documents.openTicket({ ticket: chosen.ticket })
    : host.documents.create({ name: chosen.name, text: chosen.text });
}

/** Lets the person choose documents, and opens them. */
export async function openFiles(): Promise<void> {
  await openChosen((await shell.chooseDocuments()) ?? []);
}

/** A scenario to begin with. */
export async function newDocument(): Promise<void> {
  openDocument(await host.documents.create({ text: NEW_SCENARIO }));
}

/** Saves the current document into its file, or where the person says. */
export async function saveDocument(saveAs: boolean): Promise<void> {
  const document = currentDocument(useWorkspace.getState());
  if (document === undefined) return;
  const { id, origin, name } = document.info;
  await keepNow(id);
  if (!saveAs && origin.kind === 'file') {
    adopt(await host.documents.save({ documentId: id }));
    return;
  }
  const target = await shell.chooseSaveTarget(fileName(name), document.text);
  if (target?.ticket !== undefined) {
    adopt(await host.documents.saveTicket({ documentId: id, ticket: target.ticket }));
  }
}

/** Removes a document from the list; its file stays. */
export async function removeDocument(documentId: string): Promise<void> {
  await host.documents.remove({ documentId });
  forgetDocument(documentId);
}

/** Lets go of a document that is not there any more. */
export function forgetDocument(id: string): void {
  useWorkspace.setState((state) => {
    const { [id]: _gone, ...documents } = state.documents;
    const next = { ...state, documents, documentsChanged: state.documentsChanged + 1 };
    if (state.documentId !== id) return next;
    const { documentId: _current, ...without } = next;
    return { ...without, route: state.route === 'compare' ? state.route : 'home' };
  }, true);
}

function adopt(info: DocumentInfo): void {
  patchDocument(info.id, { info });
}

/** A name that any file system takes. */
function fileName(name: string): string {
  const base = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${base === '' ? 'scenario' : base}.yaml`;
}
