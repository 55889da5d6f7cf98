import type { StepEfficiency } from '../../catalog/efficiencySchema.ts';
import type { LinearStepTimeSpec, TableStepTimeSpec } from '../../scenario/spec.ts';
import type { PhysicsProblem } from './physicsProblem.ts';
import { checkStepTime } from '../stepTime/stepTimeCheck.ts';

/** What a document says of a pool's step times, in milliseconds. */
export type StepTimeDocument =
  | 'auto'
  | { readonly linear: LinearDocument }
  | { readonly table: TableDocument }
  | { readonly roofline: StepEfficiencyOverrides };

type StepEfficiencyOverrides = { readonly [Key in keyof StepEfficiency]?: StepEfficiency[Key] | undefined };

interface LinearDocument {
  readonly baseMs: number;
  readonly perPromptTokenMs: number;
  readonly perSequenceMs: number;
  readonly perContextTokenMs: number;
}

interface TableDocument {
  readonly prefill: { readonly tokens: readonly number[]; readonly ms: readonly number[] };
  readonly decode: {
    readonly sequences: readonly number[];
    readonly contextTokens: readonly number[];
    readonly ms: readonly (readonly number[])[];
  };
}

/** The measured models in seconds, or undefined for those that hardware decides. */
export function measuredStepTime(
  document: StepTimeDocument,
  problems: PhysicsProblem[],
): LinearStepTimeSpec | TableStepTimeSpec | undefined {
  if (document === 'auto' || 'roofline' in document) return undefined;
  const spec = 'linear' in document ? linearSpec(document.linear) : tableSpec(document.table);
  for (const { path, message } of checkStepTime(spec)) {
    problems.push({ path: ['stepTime', spec.kind, ...path.map(documentKey)], message });
  }
  return spec;
}

/** Divided by 1000, which is exact, and not multiplied by 0.001, which is rounded: one rounding, not two. */
function linearSpec(document: LinearDocument): LinearStepTimeSpec {
  return {
    kind: 'linear',
    baseSeconds: document.baseMs / 1000,
    perPromptTokenSeconds: document.perPromptTokenMs / 1000,
    perSequenceSeconds: document.perSequenceMs / 1000,
    perContextTokenSeconds: document.perContextTokenMs / 1000,
  };
}

function tableSpec({ prefill, decode }: TableDocument): TableStepTimeSpec {
  const seconds = (ms: readonly number[]) => ms.map((value) => value / 1000);
  return {
    kind: 'table',
    prefill: { tokens: prefill.tokens, seconds: seconds(prefill.ms) },
    decode: {
      sequences: decode.sequences,
      contextTokens: decode.contextTokens,
      seconds: decode.ms.map(seconds),
    },
  };
}

/** The document says `baseMs` and `ms` where the spec says `baseSeconds` and `seconds`. */
function documentKey(key: string | number): string | number {
  if (typeof key === 'number') return key;
  return key === 'seconds' ? 'ms' : key.replace(/Seconds$/, 'Ms');
}
