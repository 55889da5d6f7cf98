/** What lies on the edge: nothing else is as good in both and better in one. In ascending order of the first. */
export function paretoEdge<T>(items: readonly T[], of: (item: T) => readonly [number, number]): readonly T[] {
  const sorted = [...items].sort((a, b) => of(a)[0] - of(b)[0] || of(a)[1] - of(b)[1]);
  let best = Number.POSITIVE_INFINITY;
  return sorted.filter((item) => {
    const second = of(item)[1];
    if (second >= best) return false;
    best = second;
    return true;
  });
}
