/** A figure as it is looked at first. */
export interface FigureCard {
  /** Its path in the forecast, for “from what?”. */
  readonly figure: string;
  readonly label: string;
  /** With its unit. */
  readonly value: string;
  /** Half its interval; absent with one replication. */
  readonly plusMinus?: string;
  readonly note: string;
  readonly tone?: 'good' | 'bad';
}
