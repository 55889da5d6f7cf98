/** Names of the built-in hour-of-week profiles. */
export const PROFILE_NAMES = [
  'flat',
  'business-hours',
  'consumer-evening',
  'azure-coding-2024',
  'azure-conversation-2024',
] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** 168 factors from Monday 00:00, mean 1. */
export function profile(name: ProfileName): readonly number[] {
  switch (name) {
    case 'flat':
      return scaledToMeanOne(week(() => 1, 1));
    case 'business-hours':
      // Nine to five with shoulders; a tenth of it at night and on weekends.
      return scaledToMeanOne(week((hour) => Math.max(0.1, plateau(hour, 9, 17, 2)), 0.1));
    case 'consumer-evening':
      return scaledToMeanOne(week((hour) => 0.25 + 0.75 * bell(hour, 20, 5), 1.1));
    case 'azure-coding-2024':
      // Shape published for the week of 10 to 16 May 2024 of Azure's coding service (Stojkovic et al., DynamoLLM,
      // HPCA 2025; CC-BY-4.0): peak 2.99 times the mean between 18 and 20 UTC, weekends about a third.
      return toPeak(2.99, (sharpness) => week((hour) => bell(hour, 19, 6) ** sharpness, 1 / 3));
    case 'azure-conversation-2024':
      // The same week's conversation service: peak 1.67 times the mean, weekends about 0.55; its peak hour is not
      // given, early afternoon UTC is assumed.
      return toPeak(1.67, (sharpness) => week((hour) => bell(hour, 14, 8) ** sharpness, 0.55));
  }
}

/** Scales factors to mean 1. Throws RangeError when all are 0. */
export function scaledToMeanOne(factors: readonly number[]): readonly number[] {
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
  if (!(mean > 0)) throw new RangeError('all factors are 0');
  return factors.map((factor) => factor / mean);
}

function week(day: (hour: number) => number, weekend: number): number[] {
  return Array.from({ length: 168 }, (_, hour) => day(hour % 24) * (hour >= 120 ? weekend : 1));
}

/** 1 between two hours, falling to 0 over `shoulder` hours on either side. */
function plateau(hour: number, from: number, to: number, shoulder: number): number {
  const outside = Math.max(from - hour, hour + 1 - to, 0);
  return Math.max(0, 1 - outside / shoulder);
}

/** A hill of 24 hours' period with its top at `peak` and about `width` hours on either side. */
function bell(hour: number, peak: number, width: number): number {
  const apart = Math.abs(((hour - peak + 36) % 24) - 12);
  return Math.exp(-0.5 * (apart / width) ** 2);
}

/** Bisects the sharpness of a shape until its peak is `ratio` times its mean. */
function toPeak(ratio: number, shape: (sharpness: number) => number[]): readonly number[] {
  let low = 0;
  let high = 64;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (Math.max(...scaledToMeanOne(shape(middle))) < ratio) low = middle;
    else high = middle;
  }
  return scaledToMeanOne(shape((low + high) / 2));
}
