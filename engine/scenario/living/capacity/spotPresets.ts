import type { DurationSpec } from '../livingSpec.ts';

interface SpotPresetRow {
  readonly name: string;
  readonly life: DurationSpec;
  /** Share of interruptions that take all of a zone. */
  readonly together: number;
  readonly source: string;
  readonly date: string;
  readonly caution: string;
}

const HOUR = 3600;
/** Spot-and-Scoot: 2,635 events. */
const TOGETHER = 0.92;
const TOGETHER_SOURCE =
  'taken together: Spot-and-Scoot (abstract), over 92% of the interruptions of a type and zone on AWS and Azure fall within 3 minutes';

/**
 * How long spot nodes live, as published. Nobody publishes it of A100s or H100s. AWS names the share that is interrupted in a month: a
 * fifth is one in 3,200 hours. Probes of availability see far shorter times of V100s, half an hour to ten hours, with medians well below
 * their means; a node that is held may live longer.
 */
export const SPOT_PRESETS = {
  calm: {
    name: 'calm',
    life: { type: 'exponential', mean: 3200 * HOUR },
    together: TOGETHER,
    source: `AWS Spot Instance Advisor: a fifth of the instances interrupted in a month; ${TOGETHER_SOURCE}`,
    date: '2025-06-28',
    caution: 'most GPU types are in the band above a fifth a month, which has no upper end',
  },
  constrained: {
    name: 'capacity-constrained',
    // Median 1 h, mean 4 h.
    life: { type: 'lognormal', mu: Math.log(HOUR), sigma: Math.sqrt(2 * Math.log(4)) },
    together: TOGETHER,
    source: `skypilot-org/spot-traces (Can’t Be Late, NSDI 2024): V100s in nine zones over 45 days, means of 0.7 h to 10.5 h, medians far below; ${TOGETHER_SOURCE}`,
    date: '2023-12-31',
    caution: 'probes of availability, which an outage ends: a node that is held may live longer',
  },
} as const satisfies Readonly<Record<string, SpotPresetRow>>;
export type SpotPreset = keyof typeof SPOT_PRESETS;

/** From the notice to the loss, seconds, by the provider that an instance's name begins with: spot_notice of each provider's guide. */
export const NOTICE_SECONDS: Readonly<Record<string, number>> = { aws: 120, gcp: 30, azure: 30 };
