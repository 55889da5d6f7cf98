import type { Model } from '../../catalog/modelSchema.ts';
import { unevenParts } from '../../serving/model/evenShares.ts';

/**
 * Ways in which the GPUs of a replica share a model: each matrix sliced by all of them; two stages of layers, one
 * behind the other, sliced by half of them each; experts held whole, with the attention sliced or by request.
 */
export const SIZE_LAYOUTS = ['tensor', 'pipeline', 'experts', 'attention'] as const;
export type SizeLayout = (typeof SIZE_LAYOUTS)[number];

/** What a deployment says of its layout; nothing of the usual one. */
export const LAYOUT_NAMES: Readonly<Record<SizeLayout, string>> = {
  tensor: '',
  pipeline: '2 stages',
  experts: 'experts shared out',
  attention: 'experts shared out, attention by request',
};

/** The `parallel` of a pool. */
export interface LayoutDegrees {
  readonly pipeline: number;
  readonly data: number;
  readonly expert: number;
}

export function layoutDegrees(layout: SizeLayout, gpus: number): LayoutDegrees {
  return {
    pipeline: layout === 'pipeline' ? 2 : 1,
    data: layout === 'attention' ? gpus : 1,
    expert: layout === 'experts' || layout === 'attention' ? gpus : 1,
  };
}

/**
 * The layouts that divide a model over so many GPUs, by the rule that a document is held against; an unknown one over
 * slices only. Slices are always among them: where they are uneven, a search says so.
 */
export function possibleLayouts(model: Model | undefined, gpus: number): readonly SizeLayout[] {
  if (gpus === 1 || model === undefined) return ['tensor'];
  const stages: readonly SizeLayout[] = gpus % 2 === 0 && model.layers % 2 === 0 ? ['pipeline'] : [];
  const { experts } = model;
  const shared: readonly SizeLayout[] =
    experts !== undefined && experts.count % gpus === 0 ? ['experts', 'attention'] : [];
  const even = [...stages, ...shared].filter((layout) => {
    const degrees = layoutDegrees(layout, gpus);
    const tensor = gpus / (degrees.pipeline * degrees.data);
    return unevenParts(model, { ...degrees, tensor }).length === 0;
  });
  return ['tensor', ...even];
}
