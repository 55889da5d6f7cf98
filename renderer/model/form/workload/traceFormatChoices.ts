import type { TraceFormat } from '../../../../engine/scenario/spec.ts';
import { choicesOf } from '../fields/choicesOf.ts';

/** Formats of traces to choose from. */
export const TRACE_FORMAT_CHOICES = choicesOf<TraceFormat>({
  csv: 'CSV with columns of your own',
  'azure-llm': 'Azure LLM inference trace',
  mooncake: 'Mooncake, JSON lines',
  burstgpt: 'BurstGPT',
});
