import { describe, expect, it } from 'vitest';
import { lookUp } from '../../../engine/catalog/lookUp.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

const catalog = readCatalog();

function suggestions(kind: 'accelerator' | 'model' | 'instance', name: string): readonly string[] {
  const found = lookUp(catalog, kind, name);
  return found.found ? [] : found.suggestions;
}

describe('lookUp', () => {
  it.each([
    ['accelerator', 'h100-sxm-8ogb', 'h100-sxm-80gb'],
    ['accelerator', 'mi300', 'mi300x-192gb'],
    ['model', 'lama-3.1-70b', 'llama-3.1-70b'],
    ['model', 'mixtral', 'mixtral-8x7b'],
    ['model', 'deepseek-v4', 'deepseek-v3'],
    ['instance', 'gcp/a3-highgpu-8g/us-central', 'gcp/a3-highgpu-8g/us-central1'],
  ] as const)('%s %s: suggests %s', (kind, name, near) => {
    expect(suggestions(kind, name)).toContain(near);
    expect(suggestions(kind, name).length).toBeLessThanOrEqual(3);
  });

  it('puts the nearest first', () => {
    expect(suggestions('accelerator', 'a100-sxm-80g')[0]).toBe('a100-sxm-80gb');
  });

  it('suggests nothing for a stranger or an empty name', () => {
    expect(suggestions('model', 'zzzzzzzzzzzzzzzzzzzz')).toEqual([]);
    expect(suggestions('model', '')).toEqual([]);
  });
});
