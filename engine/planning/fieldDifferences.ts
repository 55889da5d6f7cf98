import { fieldName, fieldWords } from '../scenario/fieldWords.ts';
import { fieldLabel, fieldPattern } from '../scenario/fieldLabels.ts';
import { rowsOf } from './documentDifferences.ts';

/** A field in which documents differ, as the form calls it. */
export interface FieldDifference {
  /** As `--set` takes it: `pools.h100.replicas`. */
  readonly path: string;
  /** `Fleet: Replicas`, with the item where there are several. */
  readonly field: string;
  /** One a document, in the words of the form. */
  readonly values: readonly string[];
  /** Of each document, whether it differs from the first. */
  readonly differs: readonly boolean[];
}

/** Told whole: what stands below says nothing by itself, or is of another kind in each document. */
const WHOLE: ReadonlySet<string> = new Set([
  'workloads.*.promptTokens',
  'workloads.*.outputTokens',
  'jobs.*.promptTokens',
  'jobs.*.outputTokens',
  'workloads.*.arrivals.states',
  'workloads.*.arrivals.clients',
  'workloads.*.arrivals.events',
  'workloads.*.arrivals.columns',
  'pools.*.stepTime',
  'pools.*.speculative',
  'prices',
  'commitments',
  'commitmentOffers',
  'commitmentPlan',
]);

/** Of which kind a group is: where kinds differ, the group is told whole. */
const KINDS: Readonly<Record<string, (group: ReadonlyMap<string, unknown>) => string>> = {
  'workloads.*.arrivals': (arrivals) => `${String(arrivals.get('process'))} ${arrivals.has('trace')}`,
  'pools.*.price': (price) => ['instance', 'perGpuHour', 'owned'].filter((key) => price.has(key)).join(),
  'pools.*.autoscale': (autoscale) => String(autoscale.get('kind')),
};

type Steps = readonly string[];

/**
 * The fields in which documents differ from the first, in the order of their keys: each once, with what every document
 * has there. Rows of lists are matched by id.
 */
export function fieldDifferences(documents: readonly unknown[]): readonly FieldDifference[] {
  const found: FieldDifference[] = [];
  compareAt([], documents, documents, found);
  return found;
}

function compareAt(
  steps: Steps,
  values: readonly unknown[],
  documents: readonly unknown[],
  found: FieldDifference[],
): void {
  const texts = values.map((value) => JSON.stringify(value));
  if (texts.every((text) => text === texts[0])) return;
  if (fieldPattern(steps) === 'horizon') return compareHorizons(values, documents, found);
  const groups = values.map(rowsOf);
  if (isWhole(steps, values, groups)) {
    found.push(difference(steps, values, texts, documents));
    return;
  }
  const keys = new Set(groups.flatMap((group) => [...(group?.keys() ?? [])]));
  for (const key of keys) {
    compareAt(
      [...steps, key],
      groups.map((group) => group?.get(key)),
      documents,
      found,
    );
  }
}

function isWhole(
  steps: Steps,
  values: readonly unknown[],
  groups: readonly (ReadonlyMap<string, unknown> | undefined)[],
): boolean {
  const pattern = fieldPattern(steps);
  if (WHOLE.has(pattern)) return true;
  const there = groups.filter((group) => group !== undefined);
  // One that is missing in some documents is told as what it is where the table knows the whole.
  if (there.length < groups.length) {
    const isMissingOnly = values.every((value, i) => value === undefined || groups[i] !== undefined);
    return there.length === 0 || !isMissingOnly || fieldLabel(steps) !== undefined;
  }
  const kindOf = KINDS[pattern];
  return kindOf !== undefined && new Set(there.map(kindOf)).size > 1;
}

/** When it starts is one field of the form, how long it lasts another, whatever the unit. */
function compareHorizons(
  values: readonly unknown[],
  documents: readonly unknown[],
  found: FieldDifference[],
): void {
  const starts = values.map((value) => rowsOf(value)?.get('start'));
  const lengths = values.map((value) => {
    const { start: _, ...length } = (value ?? {}) as Readonly<Record<string, unknown>>;
    return length;
  });
  for (const [steps, parts] of [
    [['horizon', 'start'], starts],
    [['horizon'], lengths],
  ] as const) {
    const texts = parts.map((part) => JSON.stringify(part));
    if (texts.some((text) => text !== texts[0])) found.push(difference(steps, parts, texts, documents));
  }
}

function difference(
  steps: Steps,
  values: readonly unknown[],
  texts: readonly (string | undefined)[],
  documents: readonly unknown[],
): FieldDifference {
  const isItem = steps[0] === 'workloads' || steps[0] === 'jobs' || steps[0] === 'pools';
  const isOneOfMany =
    isItem && documents.some((document) => (rowsOf(rowsOf(document)?.get(steps[0]))?.size ?? 0) > 1);
  return {
    path: steps.join('.'),
    field: fieldName(steps, isOneOfMany),
    values: values.map((value) => fieldWords(steps, value)),
    differs: texts.map((text) => text !== texts[0]),
  };
}
