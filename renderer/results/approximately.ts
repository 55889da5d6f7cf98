import type { ResultView } from '../../host/api/types.ts';

/** The mark of a quick estimate, before every figure of one. */
export function approximately({ approximate }: Pick<ResultView, 'approximate'>): string {
  return approximate ? '≈ ' : '';
}
