/** How a field of the document is called in the form and wherever else people read of it. */
export interface FieldLabel {
  /** Group of the form. */
  readonly group: string;
  readonly label: string;
  /** Behind a number. */
  readonly unit?: string;
  /** How a value is written where it is no plain number or word. */
  readonly as?: 'share' | 'duration' | 'length';
  /** Words for the values that there are. */
  readonly choices?: Readonly<Record<string, string>>;
}
