import { useMemo } from 'react';
import type { CatalogLists } from '../../../host/api/types.ts';
import { say } from '../../app/say.ts';
import { editDocument } from '../../state/editing.ts';
import { type OpenDocument, problemsOf, useWorkspace } from '../../state/workspace.ts';
import { changedText, type Path, readText, textWithValue } from '../documentText.ts';
import { isEncoder } from '../../state/knownModels.ts';
import { fitOutputs } from './pool/fitOutputs.ts';
import type { FormModel } from './formModel.ts';
import { withOwnPrices } from './pool/ownPrices.ts';
import { keyOrder } from './schemaHints.ts';

/** A document as its fields see it; undefined while its text cannot be read. `onYaml` shows a place of it as YAML. */
export function useFormModel(
  { text, info, ...document }: OpenDocument,
  list: CatalogLists | undefined,
  onYaml: (path: Path) => void,
): FormModel | undefined {
  const raw = useMemo(() => readText(text), [text]);
  const savedRaw = useMemo(
    () => (info.savedText === undefined ? undefined : readText(info.savedText)),
    [info.savedText],
  );
  const result = useWorkspace(({ results }) => results[info.id]);
  const answer = result && {
    warnings: result.run.warnings ?? [],
    memory: result.run.memory ?? [],
    isOld: result.text !== text,
  };
  const catalog = useMemo(() => list && withOwnPrices(list, raw), [list, raw]);
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const take = (label: string, change: (text: string) => string | undefined): void => {
    // A field may be written to between two renderings: what is changed is the text of now.
    const now = useWorkspace.getState().documents[info.id]?.text ?? text;
    const changed = change(now);
    if (changed === undefined) say('This value is shared with other places: change it in the YAML.');
    else {
      const fitted = fitOutputs(now, changed, isEncoder);
      if (fitted === undefined) editDocument(info.id, label, changed);
      else editDocument(info.id, `${label}, and output to suit`, fitted);
    }
  };
  return {
    documentId: info.id,
    raw,
    savedRaw,
    problems: problemsOf({ text, info, ...document }),
    answer,
    catalog,
    edit: (label, change) => take(label, (now) => changedText(now, change)),
    set: (label, path, value, also = []) =>
      take(label, (now) =>
        [{ path, value }, ...also].reduce<string | undefined>(
          (before, { path: at, value: next }) =>
            before === undefined ? undefined : textWithValue(before, at, next, keyOrder(raw, at)),
          now,
        ),
      ),
    showYaml: onYaml,
  };
}
