import { replicasPerNode } from '../../../engine/scenario/living/capacity/paidNode.ts';
import { replicaHoursOf } from '../../../engine/usage/paidHours.ts';
import { sumColumn } from '../../../engine/usage/usageTotals.ts';
import { add, addSheet, type Book, type Cell, header } from '../../report/workbook.ts';
import { livingPools } from './sections/fleetSection.ts';
import { hourStart, type ReportInput } from './reportInput.ts';
import type { RunDocument } from './runDocument.ts';

const COLUMNS = [
  ['wantedSeconds', 'Wanted'],
  ['requestedSeconds', 'On their way'],
  ['startingSeconds', 'Starting, paid'],
  ['readySeconds', 'Ready'],
  ['drainingSeconds', 'Draining'],
] as const;

/** Lines of the summary for pools whose replicas come and go. */
export function fleetSummary(run: RunDocument): readonly (readonly Cell[])[] {
  const { currency } = run.cost;
  return livingPools(run).flatMap(({ id, fleet, spot, reserved, idleByReason }): Cell[][] => [
    [`Replicas of ${id} paid, mean`, fleet.replicas.paid.mean, 'replicas'],
    [`From wanted to ready, ${id}`, fleet.scaleUpLagSeconds, 's'],
    [`Cost of starting, ${id}`, idleByReason?.starting?.cost ?? null, currency],
    [`Cost of draining, ${id}`, idleByReason?.draining?.cost ?? null, currency],
    ...(spot === undefined
      ? []
      : [
          [`Spot of ${id}, paid`, spot.spot.replicaHours, 'replica-hours'],
          [`Cost of spot, ${id}`, spot.spot.cost, currency],
          [`All of ${id} on demand instead`, spot.allOnDemand, currency],
          [`Saved by spot, ${id}`, spot.saved, currency],
          [`Interruptions of ${id}`, fleet.interruptions ?? 0, 'machines'],
        ]),
    ...(reserved === undefined
      ? []
      : [
          [`Reserved of ${id}, paid`, reserved.nodeHours, 'machine-hours'],
          [`Reserved of ${id}, in use`, reserved.usedNodeHours, 'machine-hours'],
          [`Cost of what is reserved, ${id}`, reserved.cost, currency],
          [`What is reserved of ${id}, on demand instead`, reserved.allOnDemand, currency],
          [`Saved by reserving, ${id}`, reserved.saved, currency],
        ]),
    ...(fleet.fixedFleet === null
      ? []
      : [
          [
            `Cost of a fixed fleet of ${fleet.fixedFleet.replicas}, ${id} (not simulated)`,
            fleet.fixedFleet.cost,
            currency,
          ],
        ]),
    [`Replica-hours of the ideal, ${id}`, fleet.ideal.replicaHours, 'replica-hours'],
    [`Paid above the ideal, ${id}`, fleet.ideal.paidAbove.cost, currency],
  ]);
}

/** A sheet with the mean numbers of replicas by hour (by day, beyond so many rows) of pools whose replicas come and go; none where there are none. */
export function addFleet(book: Book, { spec, usage }: ReportInput, mostRows: number): void {
  const living = spec.pools.flatMap(({ living: own }, pool) => (own === undefined ? [] : [pool]));
  if (living.length === 0) return;
  const sheet = addSheet(book, 'Replicas');
  header(sheet, ['From (UTC)', 'Hours', 'Pool', ...COLUMNS.map(([, label]) => label), 'Paid']);
  const size = spec.hours * living.length <= mostRows ? 1 : 24;
  const paid = living.map((pool) =>
    replicaHoursOf(usage.pools[pool].paid, spec.hours, replicasPerNode(spec.pools[pool])),
  );
  const end = usage.stop?.hours ?? spec.hours;
  for (let from = 0; from < end; from += size) {
    const until = Math.min(end, from + size);
    living.forEach((pool, index) => {
      const mean = (column: Float64Array | undefined, per: number): Cell =>
        column === undefined ? null : sumColumn(column, from, until) / per / (until - from);
      add(sheet, [
        [
          hourStart(spec, from),
          until - from,
          spec.pools[pool].id,
          ...COLUMNS.map(([name]) => mean(usage.pools[pool][name], 3600)),
          mean(paid[index], 1),
        ],
      ]);
    });
  }
  sheet.formats = { 4: '0.00', 5: '0.00', 6: '0.00', 7: '0.00', 8: '0.00', 9: '0.00' };
  sheet.frozenRows = 1;
}
