import { IDLE_REASONS, type IdleReason } from '../../../../engine/finance/usedCapacity.ts';
import { grouped } from '../../../../engine/finance/plainText.ts';
import { roundedParts } from '../../../report/amounts.ts';
import {
  figure,
  NO_DATA,
  number,
  type ReportSection,
  shareText,
  text,
} from '../../../report/reportSection.ts';
import { decimalsOfParts } from './costSections.ts';
import { bookedAmount, type RunDocument } from '../runDocument.ts';

const LABELS: Record<IdleReason, string> = {
  unusedGpus: 'GPUs that no replica uses',
  starting: 'Replicas that start',
  draining: 'Replicas that drain',
  abovePeak: 'Replicas beyond the month’s peak',
  heldForPeak: 'Replicas held for the peak',
  nextReplica: 'Room in the last replica in use',
  unusedCommitment: 'Unused commitment',
};

/** What was paid for: capacity in use, and the rest by its reason. None where a simulation was given up. */
export function capacitySections(run: RunDocument): readonly ReportSection[] {
  const { idleByReason, usedCost, cost } = run;
  if (idleByReason === null) return [];
  const gpuHoursUsed = run.pools.reduce(
    (sum, { usedShare, gpuHours }) => sum + (usedShare ?? 0) * gpuHours,
    0,
  );
  const idle = IDLE_REASONS.flatMap((reason) => {
    const part = idleByReason[reason];
    if (part === undefined || !((part.cost ?? 0) > 0 || (part.gpuSeconds ?? 0) > 0)) return [];
    return [
      {
        label: LABELS[reason],
        amount: bookedAmount(run, `idleByReason.${reason}.cost`, part.cost),
        gpuHours: part.gpuSeconds === null ? null : part.gpuSeconds / 3600,
      },
    ];
  });
  const lines = [
    { label: 'In use', amount: bookedAmount(run, 'usedCost', usedCost), gpuHours: gpuHoursUsed },
    ...idle,
  ];
  const total = bookedAmount(run, 'cost.total', cost.total);
  const decimals = decimalsOfParts(cost.total);
  const amounts = roundedParts(
    total ?? 0,
    lines.map(({ amount }) => amount ?? 0),
    decimals,
  );
  const share = (amount: number | string | null): string =>
    amount === null || cost.total === null || cost.total === 0
      ? NO_DATA
      : shareText(Number(amount) / cost.total);
  const gpuHours = lines.reduce((sum, line) => sum + (line.gpuHours ?? 0), 0);
  return [
    {
      title: 'Used capacity',
      table: {
        columns: [text('Paid for'), number('GPU-hours'), number(cost.currency), number('Share')],
        rows: [
          ...lines.map(({ label, amount, gpuHours: hours }, i) => ({
            cells: [
              label,
              hours === null ? NO_DATA : grouped(hours, hours < 10 ? 1 : 0),
              total === null ? figure(null) : grouped(amounts[i], decimals),
              share(amount),
            ],
          })),
          {
            tone: 'total' as const,
            cells: [
              'Total',
              grouped(gpuHours, gpuHours < 10 ? 1 : 0),
              figure(total, decimals),
              share(cost.total),
            ],
          },
        ],
      },
      notes: [
        'In use: what each hour’s work takes on replicas as full as batch, step, KV cache and the strictest limit on the time per output token let ' +
          'them be, and no more than they were busy. The rest is told in this order, hour by hour.',
      ],
    },
  ];
}
