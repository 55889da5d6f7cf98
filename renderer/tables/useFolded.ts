import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type RefCallback, useLayoutEffect, useRef, useState } from 'react';

interface Folded {
  /** Of what scrolls around the table. */
  readonly ref: RefCallback<HTMLElement>;
  /** So many of its columns, from the last one on, have no room. */
  readonly folded: number;
}

/** Counts the columns, at most `most`, without which a table fits its place; from none on whenever that has another width. */
export function useFolded(most: number): Folded {
  const { ref: sized, width } = useElementSize<HTMLElement>();
  const element = useRef<HTMLElement>(null);
  const [at, setAt] = useState({ width, folded: 0 });
  const folded = at.width === width ? Math.min(at.folded, most) : 0;
  // After every rendering, for other figures are as wide as they are; before it is painted, so that nothing jumps.
  useLayoutEffect(() => {
    const { current } = element;
    if (current !== null && folded < most && current.scrollWidth > current.clientWidth + 1)
      setAt({ width, folded: folded + 1 });
  });
  return { ref: useMergedRef(sized, element), folded };
}
