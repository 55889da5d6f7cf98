/** Use of one kind in one clock hour that commitments may cover: what is rented, and its price on demand. */
export interface EligibleUse {
  readonly id: string;
  /** Units rented × the part of the hour that each ran: instance-hours or GPU-hours. */
  readonly unitHours: number;
  /** Money an hour of a unit. */
  readonly onDemandPrice: number;
}

/** What a commitment gave in an hour. Money in integer micro-units. */
export interface CommitmentHour {
  readonly commitment: string;
  /** Spend commitments: money an hour; resource commitments: their cost an hour at the committed rate. */
  readonly committedMicros: number;
  readonly usedMicros: number;
  /** Paid and lost: an hour's rest cannot be used in another hour. */
  readonly unusedMicros: number;
}

/** A part of a use that a commitment covered. */
export interface CoveredUse {
  readonly use: string;
  readonly commitment: string;
  readonly unitHours: number;
  /** What it would have cost on demand. */
  readonly onDemandMicros: number;
  /** Its share of the commitment. */
  readonly effectiveMicros: number;
}

/** A part of a use that nothing covered. */
export interface UncoveredUse {
  readonly use: string;
  readonly unitHours: number;
  readonly onDemandMicros: number;
}

/** A use while it is being shared out: what is left of it, to the micro-unit. */
export interface OpenUse extends EligibleUse {
  /** Unit-hours that nothing covers yet, and what they cost on demand. */
  leftUnitHours: number;
  leftMicros: number;
}
