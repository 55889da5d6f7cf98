import type { Chart } from '../../../host/api/types.ts';

const IS_READY = /: ready$/;

/** A chart of replicas with those that are ready as the document stands, under the others. */
export function chartWithBefore(chart: Chart, before: Chart | undefined): Chart {
  const ready = before?.data.find(({ name }) => IS_READY.test(String(name)));
  if (ready === undefined) return chart;
  const { stackgroup: _stacked, ...line } = ready;
  return {
    ...chart,
    data: [
      ...chart.data,
      {
        ...line,
        name: 'ready before',
        line: { shape: 'hv', color: '#7b8794', width: 1.5, dash: 'longdash' },
      },
    ],
  };
}
