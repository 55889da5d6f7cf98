import type { EnergyFigures } from '../../../../engine/finance/fleets/energyFigures.ts';
import { grouped } from '../../../../engine/finance/plainText.ts';
import {
  NO_DATA,
  number,
  type ReportRow,
  type ReportSection,
  shareText,
  text,
} from '../../../report/reportSection.ts';
import type { RunDocument } from '../runDocument.ts';

/** What pools drew whose document says what power they take; none where no pool does. */
export function energySections({ pools }: Pick<RunDocument, 'pools'>): readonly ReportSection[] {
  const metered = pools.flatMap(({ id, energy }) => (energy === undefined ? [] : [{ id, energy }]));
  if (metered.length === 0) return [];
  return [
    {
      title: 'Energy',
      table: {
        columns: [
          text('Pool'),
          number('kWh'),
          number('Mean W a replica'),
          number('Working'),
          number('Tokens a joule'),
          number('kg CO2'),
        ],
        rows: [
          ...metered.map(({ id, energy }) => row(id, energy)),
          ...(metered.length > 1 ? [totalRow(metered.map(({ energy }) => energy))] : []),
        ],
      },
      notes: [
        'kWh: (idle watts × time paid + (peak − idle) × working time) × PUE, with the watts given, and the TDP of the GPUs as the peak where none is. Working: share of the time paid in which the busier of ' +
          'compute and memory bandwidth is in use, by the model of step times; steps whose times are given, not modelled, count in full. Tokens a joule: output tokens, ' +
          'and prompt tokens of an encoder.',
      ],
    },
  ];
}

function row(label: string, energy: EnergyFigures): ReportRow {
  const { kilowattHours, meanWatts, workingShare, tokensPerJoule, kilogramsCo2 } = energy;
  return {
    cells: [
      label,
      grouped(kilowattHours, kilowattHours < 100 ? 2 : 0),
      meanWatts === null ? NO_DATA : grouped(meanWatts, 0),
      workingShare === null ? NO_DATA : shareText(workingShare),
      tokensPerJoule === null ? NO_DATA : grouped(tokensPerJoule, tokensPerJoule < 10 ? 3 : 1),
      mass(kilogramsCo2),
    ],
  };
}

/** Of all pools, where all have the figure. */
function totalRow(all: readonly EnergyFigures[]): ReportRow {
  const kilowattHours = all.reduce((sum, each) => sum + each.kilowattHours, 0);
  const masses = all.map(({ kilogramsCo2 }) => kilogramsCo2);
  const known = masses.filter((each) => each !== null);
  const kilograms = known.length < masses.length ? null : known.reduce((sum, each) => sum + each, 0);
  return {
    tone: 'total',
    cells: ['Total', grouped(kilowattHours, kilowattHours < 100 ? 2 : 0), '', '', '', mass(kilograms)],
  };
}

function mass(kilograms: number | null): string {
  return kilograms === null ? NO_DATA : grouped(kilograms, kilograms < 100 ? 2 : 0);
}
