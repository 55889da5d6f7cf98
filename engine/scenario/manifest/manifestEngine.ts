import type { PoolDocument } from '../schema.ts';
import type { WriteNames } from './written/writtenManifest.ts';

/** The engine whose metrics a pool’s manifest names: vLLM’s where none is, or another that has none of its own here. */
export function manifestEngine({ engine }: Pick<PoolDocument, 'engine'>): WriteNames['engine'] {
  return engine.startsWith('sglang') ? 'sglang' : 'vllm';
}
