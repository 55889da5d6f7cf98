import type { Forecast } from '../../../engine/forecast.ts';
import type { CompareCell, CompareColumn } from './compareResult.ts';
import type { ComparedPool } from './comparedPools.ts';

/** What a line of a comparison is made of. */
export interface ComparedDeployment {
  readonly forecast: Forecast;
  readonly pools: readonly ComparedPool[];
}

/** A column, and how it is filled in. */
export interface ColumnSpec extends Omit<CompareColumn, 'label'> {
  /** With the unit; money is of the comparison’s currency, and of encoders alone nothing is generated. */
  label(currency: string, generates: boolean): string;
  cell(deployment: ComparedDeployment): CompareCell;
}
