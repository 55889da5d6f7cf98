import type { ArrivalSpec, SimulationSpec } from '../scenario/spec.ts';
import { expectedRequests } from './rateShape.ts';

const DAY = 86400;

/** How many requests of a workload should arrive in [from, to), seconds of the horizon. */
export function expectedArrivals(
  spec: SimulationSpec,
  arrivals: ArrivalSpec,
  from: number,
  to: number,
): number {
  switch (arrivals.kind) {
    case 'synthetic':
      return expectedRequests(spec, arrivals, from, to);
    case 'batch': {
      let instants = 0;
      const firstDay =
        Math.floor((from - arrivals.atSeconds) / DAY / arrivals.everyDays) * arrivals.everyDays;
      for (let day = Math.max(0, firstDay); day * DAY < to; day += arrivals.everyDays) {
        const instant = day * DAY + arrivals.atSeconds;
        if (instant >= from && instant < to) instants++;
      }
      return instants * arrivals.count;
    }
    case 'job': {
      const { firstSecond, everySeconds = Number.POSITIVE_INFINITY, items } = arrivals;
      let runs = 0;
      for (let at = firstSecond; at < to; at += everySeconds) if (at >= from) runs++;
      return runs * items;
    }
    case 'trace': {
      const { rows, firstSeconds, lastSeconds } = arrivals.summary;
      const span = (lastSeconds - firstSeconds) / arrivals.rateScale;
      if (span <= 0) return rows;
      return arrivals.repeat ? (rows * (to - from)) / span : rows * Math.min(1, (to - from) / span);
    }
  }
}
