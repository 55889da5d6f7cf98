import { useElementSize } from '@mantine/hooks';
import type { CSSProperties, RefCallback } from 'react';
import { evenRows } from './evenRows.ts';

const GAP_REM = 0.75;

interface EvenRows {
  /** Of the element around the cards, whose width is measured. */
  readonly ref: RefCallback<HTMLElement>;
  readonly around: CSSProperties;
  cardStyle(index: number): CSSProperties;
}

/** Lays `count` cards out in even rows that are filled to their end, each card at least `leastRem` wide. */
export function useEvenRows(count: number, leastRem: number): EvenRows {
  const { ref, width } = useElementSize<HTMLElement>();
  if (width === 0) {
    // Not measured yet: nearly the same, from the style sheet alone.
    const gridTemplateColumns = `repeat(auto-fit, minmax(min(${leastRem}rem, 100%), 1fr))`;
    return {
      ref,
      around: { display: 'grid', gridTemplateColumns, gap: `${GAP_REM}rem` },
      cardStyle: () => ({}),
    };
  }
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const most = Math.floor((width / rem + GAP_REM) / (leastRem + GAP_REM));
  const beside = evenRows(count, most).flatMap((cards) => Array.from({ length: cards }, () => cards));
  return {
    ref,
    around: { display: 'flex', flexWrap: 'wrap', gap: `${GAP_REM}rem` },
    // A pixel less than its share, as what rounds up would not fit; the cards grow to fill their row.
    cardStyle: (index) => ({
      flex: `1 1 calc((100% - ${(beside[index] - 1) * GAP_REM}rem) / ${beside[index]} - 1px)`,
      minWidth: 0,
    }),
  };
}
