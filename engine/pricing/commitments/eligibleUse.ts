import type { Micros } from '../money.ts';

/** Use of one kind in one clock hour that commitments may cover: what is rented, and its price on demand. */
export interface EligibleUse {
  readonly id: string;
  /** Units rented × the part of the hour that each ran: instance-hours or GPU-hours. */
  readonly unitHours: number;
  /** Money an hour of a unit. */
  readonly onDemandPrice: number;
}

/** What a commitment gave in an hour. */
export interface CommitmentHour {
  readonly commitment: string;
  /** Spend commitments: money an hour; resource commitments: their cost an hour at the committed rate. */
  readonly committedMicros: Micros;
  readonly usedMicros: Micros;
  /** Paid and lost: an hour's rest cannot be used in another hour. */
  readonly unusedMicros: Micros;
}

/** A part of a use that a commitment covered. */
export interface CoveredUse {
  readonly use: string;
  readonly commitment: string;
  readonly unitHours: number;
  /** What it would have cost on demand. */
  readonly onDemandMicros: Micros;
  /** Its share of the commitment. */
  readonly effectiveMicros: Micros;
}

/** A part of a use that nothing covered. */
export interface UncoveredUse {
  readonly use: string;
  readonly unitHours: number;
  readonly onDemandMicros: Micros;
}

/** A use while it is being shared out: what is left of it, to the micro-unit. */
export interface OpenUse extends EligibleUse {
  /** Unit-hours that nothing covers yet, and what they cost on demand. */
  leftUnitHours: number;
  leftMicros: Micros;
}
