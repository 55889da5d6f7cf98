import { percent } from '../../../engine/finance/plainText.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import { percentMore } from './percentMore.ts';
import type { WhatIfs } from './whatIfs.ts';

/** Whether promises are kept through the error of step times, and the words for it. */
export interface Soundness {
  /** `unsure`: the error is larger than the room. `unknown`: nothing says how large either is. */
  readonly kind: 'sound' | 'unsure' | 'unknown';
  /** Goes on with a sentence that says that promises are kept. */
  readonly clause: string;
}

/** Judges a run that keeps its promises by how much longer steps may be, and how much longer they could be. */
export function soundness({ performance }: RunDocument, found: WhatIfs | undefined): Soundness {
  const wide = Math.max(0, ...performance.map(({ band }) => band.wide));
  if (wide === 0 || found === undefined) return { kind: 'unknown', clause: '' };
  if (!found.agrees || found.steps === undefined)
    return {
      kind: 'unsure',
      clause: `, but only just, and steps may be ${percent(wide)} longer than modelled`,
    };
  const { factor, broken } = found.steps;
  if (factor >= 1 + wide)
    return { kind: 'sound', clause: `, even if steps are ${percent(wide)} longer than modelled` };
  const limit = broken === undefined ? percentMore(factor) : `${percent(broken.factor - 1)}`;
  return {
    kind: 'unsure',
    clause: `, but no longer with steps ${limit} longer than modelled, and their error is up to ${percent(wide)}`,
  };
}
