import { modelParameters } from '../catalog/modelParameters.ts';
import { modelSchema } from '../catalog/modelSchema.ts';
import { type InlineModel, readModelConfig } from '../catalog/modelConfig/readModelConfig.ts';
import { parseParameters } from '../catalog/resemblingModel.ts';
import { checkValue } from './reading/readDocument.ts';
import { thousands } from './reading/thousands.ts';

/** A model of one's own as it can stand in a document, with what to check it by; or why it cannot. */
export type OwnModel =
  | { readonly model: InlineModel; readonly summary: string; readonly notes: readonly string[] }
  | { readonly problem: string; readonly suggestion: string };

const MOST_GROUPS = 100;

/** Reads what was pasted: a `config.json` as Hugging Face has it. Never throws. */
export function ownModelOf(text: string): OwnModel {
  const read = readModelConfig(text);
  if ('problem' in read) return read;
  const summary = modelSummary(read.model);
  if (summary !== undefined) return { ...read, summary };
  const checked = checkValue(modelSchema, read.model, MOST_GROUPS);
  const [first] = 'problems' in checked ? checked.problems : [];
  return {
    problem: `its figures do not go together: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`,
    suggestion: 'give its parameters and a model that it is like instead',
  };
}

/** A described model in a line: how large it is, and its shape; undefined for one that is not whole. */
export function modelSummary(model: unknown): string | undefined {
  const read = modelSchema.safeParse(model);
  if (!read.success) return undefined;
  const { layers, hidden, experts, maxContext, kind } = read.data;
  const parts = [
    `${sizeText(modelParameters(read.data).total)} parameters`,
    `${layers} layers`,
    `width ${thousands(hidden)}`,
    ...(experts === undefined ? [] : [`${experts.count} experts, ${experts.perToken} a token`]),
    ...(kind === 'encoder' ? ['encoder: generates nothing'] : []),
    `context ${thousands(maxContext)} tokens`,
  ];
  return parts.join(', ');
}

/** A number of parameters as it is written in a document (“30B”), from what was typed; undefined for what is none. */
export function parametersText(typed: string): string | undefined {
  const parameters = parseParameters(typed);
  return parameters === undefined ? undefined : sizeText(parameters);
}

function sizeText(parameters: number): string {
  const [divisor, letter] = parameters >= 1e12 ? [1e12, 'T'] : parameters >= 1e9 ? [1e9, 'B'] : [1e6, 'M'];
  return `${Number((parameters / divisor).toPrecision(3))}${letter}`;
}
