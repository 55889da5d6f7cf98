import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { emptyUsage } from '../../engine/usage/emptyUsage.ts';
import type { OverloadStop, Usage, WindowUsage } from '../../engine/usage/usage.ts';
import type { Expected } from './packed.ts';
import { bytesOf, hasShapeOf } from './shape.ts';

const STOP: OverloadStop = { pool: 0, cause: 'queue', atSeconds: 0, hours: 0, inFlight: 0, waiting: 0 };

/** A window that looks like `model`, over the same hours; given up or not. */
export function expectedWindow(model: WindowUsage): Expected<WindowUsage> {
  return {
    mostBytes: mostBytesOf(model),
    is: (value): value is WindowUsage =>
      hasShapeOf(model, value) &&
      value.firstHour === model.firstHour &&
      value.hours === model.hours &&
      (value.stop === undefined || isStop(value.stop, model.pools.length)),
  };
}

/** The usage of a scenario with so many windows: of all replications, or of the one that was given up. */
export function expectedUsage(spec: SimulationSpec, windows: number): Expected<Usage> {
  const model = emptyUsage(spec);
  const givenUp = { ...model, replications: model.replications.slice(0, 1), stoppedWindow: 0 };
  return {
    mostBytes: mostBytesOf(model),
    is: (value): value is Usage =>
      hasShapeOf(givenUp, value)
        ? isIndex(value.stoppedWindow, windows) && isStop(value.replications[0].stop, spec.pools.length)
        : hasShapeOf(model, value) && value.stoppedWindow === undefined,
  };
}

function isStop(value: unknown, pools: number): value is OverloadStop {
  return (
    hasShapeOf(STOP, value) &&
    isIndex(value.pool, pools) &&
    ['queue', 'drain'].includes(value.cause) &&
    [value.arrivedPerSecond, value.servedPerSecond].every(
      (rate) => rate === undefined || Number.isFinite(rate),
    )
  );
}

function isIndex(value: number, length: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < length;
}

/** With room for what the model leaves out. */
function mostBytesOf(model: unknown): number {
  return 2 * bytesOf(model) + 1_000_000;
}
