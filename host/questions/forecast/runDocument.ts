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
