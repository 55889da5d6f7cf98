import type { FrontEndSpec } from '../scenario/spec.ts';
import { grouped } from './plainText.ts';

/** A pool's front end as documents say it, and in words. */
export interface FrontEndFigures {
  readonly requestMs: number;
  readonly promptTokenUs: number;
  readonly latencyMs: number;
  readonly admissionMs: number;
  /** What it adds, to be read after the pool's name. */
  readonly sentence: string;
}

/** A front end in the units of documents (rounded to a millionth of them), with a sentence. */
export function frontEndFigures(front: FrontEndSpec): FrontEndFigures {
  const requestMs = rounded(front.requestSeconds * 1e3);
  const promptTokenUs = rounded(front.promptTokenSeconds * 1e6);
  const latencyMs = rounded(front.latencySeconds * 1e3);
  const admissionMs = rounded(front.admissionSeconds * 1e3);
  const ofRequest = requestMs > 0 ? [`${told(requestMs)} ms a request`] : [];
  const ofPrompt = promptTokenUs > 0 ? [`${told(promptTokenUs)} µs a prompt token`] : [];
  const inTurn = [...ofRequest, ...ofPrompt].join(' and ');
  const before = [
    ...(inTurn === ''
      ? []
      : [
          `${inTurn}, one request after the other (at most ${mostPerSecond(front)} a second and replica with prompts of 1,000 tokens)`,
        ]),
    ...(latencyMs > 0 ? [`${told(latencyMs)} ms side by side`] : []),
  ].join(', then ');
  const steps = `a step lasts ${told(admissionMs)} ms longer for each request that joins the batch in it`;
  return {
    requestMs,
    promptTokenUs,
    latencyMs,
    admissionMs,
    sentence: [before, ...(admissionMs > 0 ? [steps] : [])].filter((part) => part !== '').join('; '),
  };
}

/** The rate that a front end cannot pass, with prompts of a thousand tokens. */
function mostPerSecond({ requestSeconds, promptTokenSeconds }: FrontEndSpec): string {
  return grouped(1 / (requestSeconds + 1000 * promptTokenSeconds), 0);
}

function told(value: number): string {
  return grouped(value, Number.isInteger(value) ? 0 : 1);
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
