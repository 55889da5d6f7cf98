import { useComputedColorScheme } from '@mantine/core';
import { type RefObject, useEffect, useRef } from 'react';
import type { Chart } from '../../host/api/types.ts';
import { sayError } from '../app/say.ts';
import { DARK_COLOURS, drawChart, dropChart, fitChart, LIGHT_COLOURS, type OnLine } from './drawChart.ts';

export interface PlotlyChartProps {
  readonly chart: Chart;
  readonly height: number;
  readonly element: RefObject<HTMLDivElement | null>;
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly onLine?: OnLine | undefined;
}

/** A chart as Plotly draws it, for eyes only: its sentence and its table say the same in words. */
export function PlotlyChart({ chart, height, element, labelledBy, describedBy, onLine }: PlotlyChartProps) {
  const scheme = useComputedColorScheme('light');
  // The chart is not drawn again because the page has a new function to tell.
  const latest = useRef(onLine);
  latest.current = onLine;
  const isDraggable = onLine !== undefined;
  useEffect(() => {
    const { current } = element;
    if (current !== null)
      drawChart(
        current,
        chart,
        scheme === 'dark' ? DARK_COLOURS : LIGHT_COLOURS,
        isDraggable ? (y) => latest.current?.(y) : undefined,
      ).catch(sayError);
  }, [chart, scheme, element, isDraggable]);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    // Its card gets another width without the window having one: rows of cards are laid out anew.
    const observer = new ResizeObserver(() => void fitChart(current));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  useEffect(() => {
    const { current } = element;
    return () => {
      if (current !== null) void dropChart(current);
    };
  }, [element]);
  return (
    <div
      ref={element}
      style={{ height, width: '100%' }}
      role="img"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
    />
  );
}
