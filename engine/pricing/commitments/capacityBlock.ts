import { amountMicros, type Micros } from '../money.ts';

/** A block of capacity that is booked for days to come, and paid at booking. */
export interface CapacityBlock {
  readonly instances: number;
  readonly days: number;
  /** Of an instance; set by supply and demand at booking, fixed then. */
  readonly hourlyPrice: number;
  /** Seconds since 1970. */
  readonly start: number;
}

/** What a block costs, and until when its instances may run. */
export interface BookedBlock {
  /** All of it is paid at booking, used or not; no savings plan covers it. */
  readonly upfrontMicros: Micros;
  /** Instances are ended from here on: half an hour before the block's end. Seconds since 1970. */
  readonly usableUntil: number;
  readonly end: number;
}

const DAY = 86_400;
/** Blocks end at half past eleven, UTC. */
const END_OF_DAY = 11.5 * 3600;
const ENDED_BEFORE = 30 * 60;
const MOST_SINGLE_DAYS = 14;
const MOST_DAYS = 182;

/**
 * Books a block by the rules of AWS's Capacity Blocks: 1 to 14 days, then whole weeks up to 182 days; from an instant to half past
 * eleven of its last day. Throws `RangeError` for a number of days that is not sold, naming the next that is.
 * Source: AWS, EC2 user guide, “Capacity Blocks for ML” (durations, end at 11:30 UTC, upfront, no cancellation).
 */
export function bookCapacityBlock({ instances, days, hourlyPrice, start }: CapacityBlock): BookedBlock {
  const isSold =
    Number.isInteger(days) && days >= 1 && days <= MOST_DAYS && (days <= MOST_SINGLE_DAYS || days % 7 === 0);
  if (!isSold) {
    const next = days <= MOST_SINGLE_DAYS ? Math.max(1, Math.ceil(days)) : Math.ceil(days / 7) * 7;
    throw new RangeError(
      `a block of ${days} days is not sold; the next that is has ${Math.min(MOST_DAYS, next)}`,
    );
  }
  const lastDay = Math.floor(start / DAY) * DAY + days * DAY;
  const end = lastDay + END_OF_DAY;
  return {
    upfrontMicros: amountMicros(hourlyPrice, instances * ((end - start) / 3600)),
    usableUntil: end - ENDED_BEFORE,
    end,
  };
}
