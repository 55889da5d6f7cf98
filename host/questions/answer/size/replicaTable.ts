import type { Forecast } from '../../../../engine/forecast.ts';
import { type Amount, duration, grouped } from '../../../../engine/finance/plainText.ts';
import { keepsPromises } from '../../../../engine/planning/size/sizeVerdict.ts';
import { leadLatency } from '../../../../engine/finance/generation.ts';
import type { AnswerPage } from '../../../report/answerPage.ts';
import { NO_DATA, number, type ReportRow, text } from '../../../report/reportSection.ts';
import { bookedAmount } from '../../forecast/runDocument.ts';
import type { AnsweredRun } from '../answeredRun.ts';
import { keptText } from '../levelText.ts';
import { changesOf } from './replicaText.ts';

/** The deployment as it was asked about, and with other numbers of replicas, in rows. */
export function replicaTable(answered: AnsweredRun): AnswerPage['runnersUp'] {
  const { run, found, prepared, isApproximate } = answered;
  const lead = leadLatency(run);
  const row = (label: string, forecast: Forecast, amount: Amount | null): ReportRow => {
    const keeps = keepsPromises(forecast);
    const levels =
      forecast.givenUp !== undefined ? 'overloaded' : `${keeps ? 'kept' : 'missed'}: ${keptText(forecast)}`;
    const { p95 } = forecast.latencySeconds[lead];
    return {
      cells: [
        label,
        amount === null ? NO_DATA : grouped(amount),
        forecast === run ? NO_DATA : differenceText(forecast.costPerMonth, run.costPerMonth),
        levels,
        p95 === null ? NO_DATA : duration(p95),
      ],
      ...(keeps ? {} : { tone: 'miss' as const }),
    };
  };
  const mark = found?.isApproximate === true ? '≈ ' : '';
  const changes = found?.replicas ?? [];
  // Pools that miss their promises are mended together.
  const mended = changes.length > 0 ? [{ changes, forecast: changes[0].forecast }] : [];
  const rows = keepsPromises(run)
    ? [
        ...(found?.together === undefined ? [] : [found.together]),
        ...changes.map((change) => ({ changes: [change], forecast: change.forecast })),
      ]
    : mended;
  return {
    table: {
      columns: [
        text('Deployment'),
        number(`${run.cost.currency} a month`),
        number('Difference'),
        text('Service levels'),
        number(lead === 'ttft' ? 'First token, p95' : 'Vector, p95'),
      ],
      rows: [
        row(`${isApproximate ? '≈ ' : ''}As asked`, run, bookedAmount(run, 'costPerMonth', run.costPerMonth)),
        ...rows.map(({ changes: together, forecast }) =>
          row(
            `${mark}${changesOf(together, prepared)}`,
            forecast,
            forecast.exactAmounts?.['costPerMonth'] ?? forecast.costPerMonth,
          ),
        ),
      ],
    },
    notes: [notes(answered)],
  };
}

function differenceText(cost: number | null, asked: number | null): string {
  if (cost === null || asked === null) return NO_DATA;
  return Math.abs(cost - asked) < 0.005 ? 'none' : `${cost > asked ? '+' : ''}${grouped(cost - asked)}`;
}

/** What was not tried. */
function notes({ found, prepared, run }: AnsweredRun): string {
  const others =
    'Other accelerators, precisions and providers were not compared: Right-size (fleetcast size) does that.';
  if (found === undefined)
    return `No other number of replicas was tried: the trace, ${grouped(run.simulatedRequests)} requests, is too long to be simulated again. ${others}`;
  if (!found.agrees)
    return `No other number of replicas is told: a quick look at typical hours judges the deployment otherwise (${keptText(found.base)}) than the full run (${keptText(run)}). ${others}`;
  const left = prepared.spec.pools.length - new Set(found.replicas.map(({ pool }) => pool)).size;
  return left === 0 || !keepsPromises(run)
    ? others
    : `Of ${prepared.spec.pools.length} pools the ${left} with the least cost stayed as asked. ${others}`;
}
