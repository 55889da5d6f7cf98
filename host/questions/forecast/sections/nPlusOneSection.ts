import type { NPlusOne } from '../../../../engine/finance/fleets/nPlusOne.ts';
import { duration, grouped, percent } from '../../../../engine/finance/plainText.ts';
import { count, NO_DATA, number, type ReportSection, text } from '../../../report/reportSection.ts';
import type { RunDocument } from '../runDocument.ts';

/** Whether service levels hold in the hours in which something was gone; none where nothing may be. */
export function nPlusOneSections({ nPlusOne = [], horizon }: RunDocument): readonly ReportSection[] {
  if (nPlusOne.length === 0) return [];
  return [
    {
      title: 'Service levels while something is gone (N+1)',
      table: {
        columns: [
          text('Workload'),
          number('Hours concerned'),
          number('Requests then'),
          number('Within limits then'),
          number('Otherwise'),
          number('Asked'),
          number('Hours below'),
          text('Outcome'),
        ],
        rows: nPlusOne.map((each) => ({
          ...(each.held === false ? { tone: 'miss' as const } : {}),
          cells: [
            each.workload,
            `${grouped(each.hours, Number.isInteger(each.hours) ? 0 : 1)} of ${grouped(horizon.hours)}`,
            count(each.requests),
            shareOf(each.attained),
            shareOf(each.attainedOtherwise),
            percent(each.percentile),
            grouped(each.missedHours, Number.isInteger(each.missedHours) ? 0 : 1),
            outcomeOf(each),
          ],
        })),
      },
      notes: [
        'Gone: a replica in repair or starting after it, machines that are taken away or waited for, a zone; until as many replicas are ready as are wanted. ' +
          'An hour is concerned for however short a time, and a request is judged in the hour in which it came.',
        `Something was gone for ${nPlusOne.map(({ workload, goneSeconds }) => `${duration(goneSeconds)} (${workload})`).join(', ')} in all.`,
      ],
    },
  ];
}

function shareOf(share: number | null): string {
  return share === null ? NO_DATA : percent(share);
}

function outcomeOf({ hours, held }: NPlusOne): string {
  if (hours === 0) return 'nothing was gone';
  return held === null ? NO_DATA : held ? 'held' : 'not held';
}
