import type { Document } from 'yaml';
import { type EncoderLookUp, servedModel } from '../../../../engine/scenario/generationChecks.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { changedText, type Path, readText, setAt } from '../../documentText.ts';
import { arrivalKind, FIRST_LENGTHS } from '../workload/arrivalKinds.ts';
import { itemsOf } from '../listItems.ts';

/** What an encoder cannot give, within a workload. */
const OF_TOKENS: readonly Path[] = [['outputTokens'], ['slo', 'tpotSeconds'], ['arrivals', 'outputScale']];

/**
 * The text after a change that gave workloads another model: with an encoder now, what asks for tokens goes; with one that
 * generates instead of an encoder, a length of output comes. Undefined where the change did neither.
 */
export function fitOutputs(before: string, after: string, isEncoder: EncoderLookUp): string | undefined {
  const [old, raw] = [readText(before), readText(after)];
  const changes = itemsOf(raw, 'workloads').flatMap((workload, index) => {
    const id = valueAt(workload, ['id']);
    const earlier = itemsOf(old, 'workloads').find((candidate) => valueAt(candidate, ['id']) === id);
    if (earlier === undefined) return [];
    const was = servedModel(earlier, itemsOf(old, 'pools'), isEncoder).isEncoder;
    const is = servedModel(workload, itemsOf(raw, 'pools'), isEncoder).isEncoder;
    if (is === undefined || is === was) return [];
    return is ? leaveOut(workload, index) : putIn(workload, index);
  });
  if (changes.length === 0) return undefined;
  return changedText(after, (document) => {
    for (const change of changes) change(document);
  });
}

type Change = (document: Document) => void;

function leaveOut(workload: unknown, index: number): readonly Change[] {
  return OF_TOKENS.flatMap((path) =>
    valueAt(workload, path) === undefined
      ? []
      : [(document: Document) => setAt(document, ['workloads', index, ...path], undefined)],
  );
}

function putIn(workload: unknown, index: number): readonly Change[] {
  if (arrivalKind(valueAt(workload, ['arrivals'])) === 'trace') return [];
  if (valueAt(workload, ['outputTokens']) !== undefined) return [];
  return [(document) => setAt(document, ['workloads', index, 'outputTokens'], FIRST_LENGTHS.outputTokens)];
}
