import { LeftOutRows } from '../vary/LeftOutRows.tsx';
import { varyings } from '../vary/varyings.ts';

/** What was asked for when the baseline was varied, and cannot be: no row stands for it, so it is said here. */
export function NotAmongThem({ baseId }: { readonly baseId: string }) {
  const leftOut = varyings.use((all) => all[baseId]?.found?.leftOut);
  if (leftOut === undefined || leftOut.length === 0) return undefined;
  return (
    <section className="fc-card" style={{ padding: '0.9rem 1rem' }} aria-label="Left out of the comparison">
      <LeftOutRows leftOut={leftOut} />
    </section>
  );
}
