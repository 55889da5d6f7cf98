import { describe, expect, it } from 'vitest';
import { explanation } from '../../host/questions/forecast/explain/explanation.ts';
import { NO_DATA } from '../../host/report/reportSection.ts';
import { reportSections } from '../../host/questions/forecast/sections/reportSections.ts';
import type { ReportInput } from '../../host/questions/forecast/reportInput.ts';
import { gpuHourPrice } from '../engine/finance/handmade.ts';
import { fleetForecast } from '../engine/finance/handmadeFleet.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

/** The first number in a text, times 1,000 where it is in milliseconds, so that units do not matter. */
function numberIn(text: string): number {
  const match = /-?[\d,]*\.?\d+/.exec(text);
  const value = Number(match?.[0].replaceAll(',', ''));
  return / ms\b/.test(text) ? value / 1000 : value;
}

/** Replicas that come and go, to which all happens that can. */
function livingInput(): ReportInput {
  const { forecast, ...made } = fleetForecast({
    paid: [2, 3.5],
    columns: {
      wantedSeconds: [2, 4],
      requestedSeconds: [0, 1],
      startingSeconds: [0, 0.5],
      readySeconds: [2, 2.75],
      drainingSeconds: [0, 0.25],
    },
    counts: {
      looks: 480,
      scaleUps: 3,
      requestedReplicas: 5,
      failures: 1,
      losses: 2,
      lostRequests: 8,
      lossRetries: 6,
    },
    rejected: { 'no-replica': 11, lost: 2 },
    unfinished: 4,
  });
  return { ...made, commitments: [], run: { ...forecast, fleetcast: reportInput().run.fleetcast } };
}

/** Some of them on spot, at such a price beside 1 on demand. */
function spotInput(unitPrice: number): ReportInput {
  const { forecast, ...made } = fleetForecast({
    isScaled: false,
    living: {
      spot: {
        onDemandReplicas: 1,
        noticeSeconds: 30,
        supply: { kind: 'counts', seconds: [0], nodes: [9] },
      },
    },
    paid: [1, 1],
    spotPaid: [2, 3],
    counts: { interruptions: 3, fallbacks: 1, lostRequests: 5, lossRetries: 4 },
    input: { prices: [{ ...gpuHourPrice('h100', 1), spot: { unitPrice, source: 'the scenario' } }] },
  });
  return { ...made, commitments: [], run: { ...forecast, fleetcast: reportInput().run.fleetcast } };
}

/** Two machines are reserved at such a price beside 1 on demand, for an hour of two. */
function reservedInput(unitPrice: number): ReportInput {
  const reserved = {
    kind: 'reservation',
    nodes: 2,
    fromSecond: 0,
    untilSecond: 3600,
    hasOwnPrice: true,
  } as const;
  const { forecast, ...made } = fleetForecast({
    living: { reserved: [reserved] },
    paid: [1, 3],
    reservedPaid: [2, 0],
    reservedUsed: [1.5, 0],
    input: {
      prices: [
        {
          ...gpuHourPrice('h100', 1),
          reserved: [{ entry: 0, kind: 'reservation', nodes: 2, unitPrice, source: 'the scenario' }],
        },
      ],
    },
  });
  return { ...made, commitments: [], run: { ...forecast, fleetcast: reportInput().run.fleetcast } };
}

describe('figures of report sections', () => {
  for (const [name, input] of [
    ['two workloads', reportInput()],
    ['ids with dots', reportInput({ ...PLAIN, workload: 'chat.v2', tenant: 'a.b', pool: 'a.fleet.1' })],
    ['replicas that come and go', livingInput()],
    ['some of them spot', spotInput(0.3)],
    ['spot that is the dearer one', spotInput(1.5)],
    ['some of them reserved', reservedInput(0.4)],
    ['what is reserved is the dearer one', reservedInput(1.3)],
  ] as const) {
    const rows = reportSections(input.run).flatMap(({ title, table }) =>
      table.rows.map((row) => ({ title, ...row })),
    );
    const asked = rows.flatMap(({ title, cells, figures = [] }) =>
      figures.flatMap((figure, i) => (figure === undefined ? [] : [{ title, figure, cell: cells[i] }])),
    );

    it(`can all be asked about, and the answer shows what the cell shows: ${name}`, () => {
      expect(asked.length).toBeGreaterThan(40);
      for (const { title, figure, cell } of asked) {
        const told = explanation(input, figure);
        expect(told, `${title}: ${figure}`).toBeDefined();
        if (cell === NO_DATA) continue;
        const [shown, explained] = [numberIn(cell), numberIn(told?.value ?? '')];
        // Rounded to different places: within half a percent, or one in the last place of a small figure.
        expect(
          Math.abs(shown - explained),
          `${title}: ${figure}: ${cell} and ${told?.value}`,
        ).toBeLessThanOrEqual(Math.max(0.006 * Math.abs(explained), 0.0006));
      }
    });
  }

  it('are asked about wherever replicas come and go', () => {
    const figures = reportSections(livingInput().run).flatMap(({ table }) =>
      table.rows.flatMap((row) => (row.figures ?? []).filter((figure) => figure?.includes('.fleet.'))),
    );
    expect(figures).toHaveLength(18);
  });

  it('tell what reserving comes to', () => {
    const sectionOf = (unitPrice: number) =>
      reportSections(reservedInput(unitPrice).run).find(({ title }) => title === 'Reserved of h100');
    // Eight GPUs for an hour at 0.4, and at 1 on demand.
    expect(sectionOf(0.4)?.table.rows.map(({ cells }) => cells)).toEqual([
      ['Up to 2 machines', '2.0', '75%', '8.0', '0.400', '3.20'],
      ['The same, on demand', '', '', '', '', '8.00'],
      ['Reserving saves 60%', '', '', '', '', '4.80'],
    ]);
    expect(sectionOf(0.4)?.notes?.at(-1)).toBe(
      'Prices of what is reserved of h100, per GPU-hour: reservation of 2 machines at 0.400, from the scenario. No commitment covers it, and nothing negotiated is off it.',
    );
    expect(sectionOf(1.3)?.table.rows.at(-1)?.cells[0]).toBe('Reserving costs more by 30%');
    const byPool = reportSections(reservedInput(0.4).run).find(({ title }) => title === 'Cost by pool');
    // 16 GPU-hours on demand at 1, and 8 at 0.4.
    expect(byPool?.table.rows[0].cells.slice(3, 6)).toEqual(['0.8000', '24.0', '19.20']);
    expect(byPool?.notes?.at(-1)).toBe(
      'USD per unit-hour of h100 is the mean of what was paid on demand and for what is reserved (see Reserved of h100).',
    );
  });

  it('never more paths than cells', () => {
    for (const { table } of reportSections(reportInput(PLAIN, 2).run)) {
      for (const { cells, figures = [] } of table.rows) {
        expect(figures.length).toBeLessThanOrEqual(cells.length);
      }
    }
  });
});
