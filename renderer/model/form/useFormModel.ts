import { useMemo } from 'react';
import type { CatalogLists } from '../../../host/api/types.ts';
import { say } from '../../app/say.ts';
import { editDocument } from '../../state/editing.ts';
import { type OpenDocument, problemsOf } from '../../state/workspace.ts';
import { changedText, type Path, readText, textWithValue } from '../documentText.ts';
import { isEncoder } from '../../state/knownModels.ts';
import { fitOutputs } from './fitOutputs.ts';
import type { FormModel } from './formModel.ts';
import { keyOrder } from './schemaHints.ts';

/** A document as its fields see it; undefined while its text cannot be read. `onYaml` shows a place of it as YAML. */
export function useFormModel(
  { text, info, ...document }: OpenDocument,
  catalog: CatalogLists | undefined,
  onYaml: (path: Path) => void,
): FormModel | undefined {
  const raw = useMemo(() => readText(text), [text]);
  const savedRaw = useMemo(
    () => (info.savedText === undefined ? undefined : readText(info.savedText)),
    [info.savedText],
  );
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const take = (label: string, changed: string | undefined, key?: string): void => {
    if (changed === undefined) say('This value is shared with other places: change it in the YAML.');
    else {
      const fitted = fitOutputs(text, changed, isEncoder);
      if (fitted === undefined) editDocument(info.id, label, changed, key);
      else editDocument(info.id, `${label}, and output to suit`, fitted, key);
    }
  };
  return {
    documentId: info.id,
    raw,
    savedRaw,
    problems: problemsOf({ text, info, ...document }),
    catalog,
    edit: (label, change, key) => take(label, changedText(text, change), key),
    set: (label, path, value, key, also = []) => {
      const changes = [{ path, value }, ...also];
      const changed = changes.reduce<string | undefined>(
        (before, { path: at, value: next }) =>
          before === undefined ? undefined : textWithValue(before, at, next, keyOrder(raw, at)),
        text,
      );
      take(label, changed, key);
    },
    showYaml: onYaml,
  };
}
