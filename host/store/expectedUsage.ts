import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { emptyUsage } from '../../engine/usage/emptyUsage.ts';
import type { OverloadStop, PoolUsage, Usage, WindowUsage } from '../../engine/usage/usage.ts';
import type { Expected } from './packed.ts';
import { isPaidHours } from './isPaidHours.ts';
import { bytesOf, hasShapeOf } from './shape.ts';

const STOP: OverloadStop = { pool: 0, cause: 'queue', atSeconds: 0, hours: 0, inFlight: 0, waiting: 0 };

/** A window that looks like `model`, over the same hours; given up or not. */
export function expectedWindow(model: WindowUsage): Expected<WindowUsage> {
  return {
    mostBytes: mostBytesOf(model, model.pools.length * model.hours),
    is: (value): value is WindowUsage =>
      hasShapeOf(withoutPaid(model), value) &&
      value.firstHour === model.firstHour &&
      value.hours === model.hours &&
      hasPaid(value, model.hours) &&
      (value.stop === undefined || isStop(value.stop, model.pools.length)),
  };
}

/** The usage of a scenario with so many windows: of all replications, or of the one that was given up. */
export function expectedUsage(spec: SimulationSpec, windows: number): Expected<Usage> {
  const empty = emptyUsage(spec);
  const model = { ...empty, replications: empty.replications.map(withoutPaid) };
  const givenUp = { ...model, replications: model.replications.slice(0, 1), stoppedWindow: 0 };
  return {
    mostBytes: mostBytesOf(model, empty.replications.length * spec.pools.length * spec.hours),
    is: (value): value is Usage =>
      hasShapeOf(givenUp, value)
        ? isIndex(value.stoppedWindow, windows) &&
          isStop(value.replications[0].stop, spec.pools.length) &&
          hasPaid(value.replications[0], spec.hours)
        : hasShapeOf(model, value) &&
          value.stoppedWindow === undefined &&
          value.replications.every((replication) => hasPaid(replication, spec.hours)),
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

/** How many rows a living pool has nobody knows beforehand: they are left undefined, and looked at by themselves. */
function withoutPaid<T extends { readonly pools: readonly PoolUsage[] }>(model: T): T {
  return { ...model, pools: model.pools.map((pool) => ({ ...pool, paid: undefined })) };
}

function hasPaid({ pools }: { readonly pools: readonly PoolUsage[] }, hours: number): boolean {
  return pools.every(({ paid }) => isPaidHours(paid, hours));
}

/** Levels that a pool may come by in an hour, in both kinds, for its rows to have room; and what a row takes. */
const PAID_LEVELS = 512;
const PAID_ROW_BYTES = 41;

/** With room for what the model leaves out; `poolHours` are the hours of all pools. */
function mostBytesOf(model: unknown, poolHours: number): number {
  return 2 * bytesOf(model) + 1_000_000 + poolHours * PAID_LEVELS * PAID_ROW_BYTES;
}
