import { percent } from '../../../engine/finance/plainText.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
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
  const limit =
    factor > 1 || broken === undefined
      ? `only while steps are at most ${percent(factor - 1)} longer than modelled`
      : `not if steps are ${percent(broken.factor - 1)} longer than modelled`;
  return { kind: 'unsure', clause: `, but ${limit}, and they may be ${percent(wide)} longer` };
}
