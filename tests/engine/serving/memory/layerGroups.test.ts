import { describe, expect, it } from 'vitest';
import { layerGroups } from '../../../../engine/serving/memory/layerGroups.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

function groupsOf(layers: number, window: number, linear = 0) {
  return layerGroups({
    layers,
    slidingWindow: { tokens: 1024, layers: window },
    ...(linear > 0 && { linearAttention: { layers: linear } }),
  } as Parameters<typeof layerGroups>[0]);
}

describe('layerGroups', () => {
  it('groups by the fewer layers of a kind, and fills the last group up', () => {
    expect(groupsOf(32, 24)).toEqual({ layersEach: 8, full: 1, window: 3, windowTokens: 1024 });
    // Ten layers that see all, 52 with a window: five groups of ten, and one of two.
    expect(groupsOf(62, 52)).toMatchObject({ layersEach: 10, full: 1, window: 6 });
  });

  it('by the more where there are nearly as many of both', () => {
    expect(groupsOf(25, 12)).toMatchObject({ layersEach: 13, full: 1, window: 1 });
    expect(groupsOf(30, 18)).toMatchObject({ layersEach: 12, full: 1, window: 2 });
  });

  it('is one group where all layers have a window, none where none has', () => {
    expect(groupsOf(32, 32)).toMatchObject({ layersEach: 32, full: 0, window: 1 });
    expect(groupsOf(32, 0)).toBeUndefined();
    expect(layerGroups({ layers: 32 } as Parameters<typeof layerGroups>[0])).toBeUndefined();
  });

  it('leaves out layers that keep no tokens', () => {
    expect(groupsOf(48, 12, 24)).toMatchObject({ layersEach: 12, full: 1, window: 1 });
  });

  it('of the catalogue', () => {
    const found = readCatalog().models.flatMap((model) => {
      const groups = layerGroups(model);
      return groups ? [[model.id, groups.layersEach, groups.full, groups.window]] : [];
    });
    expect(found).toEqual([
      ['gemma-2-9b', 21, 1, 1],
      ['gemma-2-27b', 23, 1, 1],
      ['gemma-3-4b', 5, 1, 6],
      ['gemma-3-12b', 8, 1, 5],
      ['gemma-3-27b', 10, 1, 6],
      ['gpt-oss-20b', 12, 1, 1],
      ['gpt-oss-120b', 18, 1, 1],
    ]);
  });
});
