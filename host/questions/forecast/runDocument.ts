import type { Amount } from '../../../engine/finance/plainText.ts';
import type { Forecast } from '../../../engine/forecast.ts';

/** How a forecast was made. `workers` and `wallSeconds` alone may differ between equal runs. */
export interface RunHeader {
  readonly engine: string;
  readonly scenarioHash: string;
  readonly seed: number;
  readonly workers: number;
  readonly wallSeconds: number;
}

/** The one JSON document of a run. */
export interface RunDocument extends Forecast {
  readonly fleetcast: RunHeader;
}

/** A booked amount by its path, as reports show it: the figure itself, or the decimal that the figure rounds. */
export function bookedAmount<Figure extends number | null>(
  run: Forecast,
  path: string,
  figure: Figure,
): Figure | Amount {
  return figure === null ? figure : (run.exactAmounts?.[path] ?? figure);
}
