import type { HpaManifestBehavior } from './kinds/hpaSchemas.ts';
import type { At, Origin } from './manifestReading.ts';

/** How fast an HPA may scale, as a document has it: the same names, without what is not said. */
export function behaviorWords(
  behavior: HpaManifestBehavior | undefined,
  at: At,
): { readonly words: Readonly<Record<string, unknown>>; readonly origins: readonly Origin[] } {
  if (behavior === undefined) return { words: {}, origins: [] };
  const ways = Object.entries(behavior).flatMap(([way, rules]) =>
    rules === undefined ? [] : [[way, said(rules)]],
  );
  return { words: { behavior: Object.fromEntries(ways) }, origins: [{ field: ['behavior'], at }] };
}

function said(rules: object): object {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}
