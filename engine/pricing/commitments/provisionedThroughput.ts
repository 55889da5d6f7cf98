/** What a provisioned unit of a model handles, and how units are sold. */
export interface ProvisionedUnits {
  /** Input tokens a minute that a unit handles. */
  readonly tokensPerMinute: number;
  /** How many input tokens an output token counts as (its burndown). */
  readonly outputWeight: number;
  /** Units are sold from so many on, in steps. */
  readonly least: number;
  readonly step: number;
}

/** Tokens of one request; cached ones are part of the input. */
export interface RequestTokens {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/**
 * Units of provisioned throughput (Azure PTU, Google GSU, Bedrock model units) for a steady load: input tokens that
 * are not cached, and output tokens at their weight, a minute, over what a unit handles.
 * Source: Microsoft, "Provisioned throughput unit onboarding" (2025-03): cached tokens count 0, gpt-4.1's output 4.
 */
export function provisionedUnits(
  { tokensPerMinute, outputWeight, least, step }: ProvisionedUnits,
  requestsPerMinute: number,
  { input, cached, output }: RequestTokens,
): { readonly needed: number; readonly bought: number } {
  const perMinute = requestsPerMinute * (input - cached + outputWeight * output);
  const needed = Math.ceil(perMinute / tokensPerMinute);
  const bought = needed <= least ? least : least + Math.ceil((needed - least) / step) * step;
  return { needed: needed, bought };
}
