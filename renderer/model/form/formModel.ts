import { createContext, use } from 'react';
import type { Document } from 'yaml';
import type { PoolMemory } from '../../../engine/scenario/memoryParts.ts';
import { pathText, valueAt } from '../../../engine/scenario/reading/problems.ts';
import type { CatalogLists, Problem } from '../../../host/api/types.ts';
import type { Path } from '../documentText.ts';
import { shownValue } from './fields/shownValue.ts';

/** What every field of the form works on: the document's value, and a way to change its text. */
export interface FormModel {
  readonly documentId: string;
  readonly raw: unknown;
  /** As in its file or example; undefined where there is none, or where that is not valid YAML. */
  readonly savedRaw: unknown;
  readonly problems: readonly Problem[];
  /** What its last answer has beside figures, if there is one. */
  readonly answer: FormAnswer | undefined;
  readonly catalog: CatalogLists | undefined;
  /** Changes the text in one step; `label` names it for undo. */
  edit(label: string, change: (document: Document) => void): void;
  /** Sets one value, as `edit`, and others with it in the same step; undefined takes one out. */
  set(label: string, path: Path, value: unknown, also?: readonly Change[]): void;
  /** Shows a place of the document as YAML. */
  showYaml(path: Path): void;
}

/** Of the last answer, what the form shows. */
export interface FormAnswer {
  readonly warnings: readonly FormWarning[];
  readonly memory: readonly PoolMemory[];
  /** It answers the document as it was before the last edits. */
  readonly isOld: boolean;
}

/** What speaks against a value, though it is not wrong. */
export type FormWarning = Pick<Problem, 'path' | 'message' | 'suggestion'>;

/** Another value that must go along with one. */
export interface Change {
  readonly path: Path;
  readonly value: unknown;
  /** In the name of the step: `instance: … → …`. */
  readonly label: string;
}

const FormContext = createContext<FormModel | undefined>(undefined);
export const FormProvider = FormContext.Provider;

/** The form that a field stands in. Throws outside of one. */
export function useForm(): FormModel {
  const form = use(FormContext);
  if (form === undefined) throw new Error('a field outside a form');
  return form;
}

/** A value of the document, as a field shows and changes it. */
export interface FieldModel {
  /** As problems name it. */
  readonly place: string;
  /** Of the element that takes the focus. */
  readonly elementId: string;
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** None where there are problems. */
  readonly warnings: readonly FormWarning[];
  /** Differs from the saved document; `saved` is what stands there. */
  readonly isChanged: boolean;
  readonly saved: unknown;
  /** Writes a value, and others that go along with it; undefined takes the key out. */
  set(value: unknown, also?: readonly Change[]): void;
  reset(): void;
}

/** The field at a path. `isWhole`: it shows all that is below the path, and so what is wrong there. */
export function useField(path: Path, label: string, isWhole = false): FieldModel {
  const form = useForm();
  const place = pathText(form.raw, path);
  const value = valueAt(form.raw, path);
  const savedPath = pathInSaved(form, path);
  const saved = savedPath === undefined ? undefined : valueAt(form.savedRaw, savedPath);
  const name = stepName(form.raw, path, label);
  const isHere = (at: string): boolean => at === place || (isWhole && at.startsWith(`${place}.`));
  const problems = form.problems.filter((problem) => isHere(problem.path));
  const warnings = (form.answer?.warnings ?? []).filter((warning) => isHere(warning.path));
  return {
    place,
    elementId: fieldId(place),
    value,
    problems,
    warnings: problems.length > 0 ? [] : warnings,
    isChanged: savedPath !== undefined && JSON.stringify(value) !== JSON.stringify(saved),
    saved,
    set: (next, also = []) => {
      const step = `${name}: ${shownValue(value)} → ${shownValue(next)}`;
      form.set([step, ...also.map((each) => each.label)].join(', '), path, next, also);
    },
    reset: () => form.set(`${name}: reset to ${shownValue(saved)}`, path, saved),
  };
}

/** The id of the element of the field at a place. */
export function fieldId(place: string): string {
  return `field-${encodeURIComponent(place)}`;
}

/** `replicas of h100`; what stands in no list goes without. */
function stepName(raw: unknown, path: Path, label: string): string {
  const [list, index] = path;
  const id = typeof index === 'number' ? valueAt(raw, [list, index, 'id']) : undefined;
  const name = label.charAt(0).toLowerCase() + label.slice(1);
  return typeof id === 'string' && id !== '' ? `${name} of ${id}` : name;
}

/** The same place in the saved document, where items of lists go by their ids; undefined where it has none. */
function pathInSaved({ raw, savedRaw }: FormModel, path: Path): Path | undefined {
  if (savedRaw === undefined) return undefined;
  const [list, index, ...rest] = path;
  if (typeof index !== 'number') return path;
  if (rest.length === 1 && rest[0] === 'id') return undefined;
  const id = valueAt(raw, [list, index, 'id']);
  const items = valueAt(savedRaw, [list]);
  const found = Array.isArray(items) ? items.findIndex((item: unknown) => valueAt(item, ['id']) === id) : -1;
  return found < 0 ? undefined : [list, found, ...rest];
}
