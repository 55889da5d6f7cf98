import { describe, expect, it } from 'vitest';
import type { MemoryPlan } from '../../../../engine/serving/memory/memoryPlan.ts';
import { startUpDoubts } from '../../../../engine/serving/memory/startUpDoubts.ts';

const GIB = 2 ** 30;

function doubts(plan: Partial<MemoryPlan>, more: object = {}) {
  const roomy = { deviceBytes: 80 * GIB, usableBytes: 72 * GIB, kvTokens: 1e6, memoryUtilization: 0.9 };
  return startUpDoubts({ ...roomy, ...plan } as MemoryPlan, { model: { maxContext: 8192 }, ...more });
}

describe('what speaks against a start', () => {
  it('is nothing where there is room for many requests, and beside the share', () => {
    expect(doubts({})).toEqual([]);
  });

  it('is KV for fewer than three of the longest requests', () => {
    expect(doubts({ kvTokens: 3 * 8192 })).toEqual([]);
    expect(doubts({ kvTokens: 3 * 8192 - 1 })).toEqual(['few-contexts']);
    expect(doubts({ kvTokens: 3 * 8192 - 1 }, { maxModelLength: 4096 })).toEqual([]);
  });

  it('is a share beyond all defaults', () => {
    expect(doubts({ memoryUtilization: 0.95 })).toEqual(['high-share']);
  });

  it('is too little beside the share, unless nothing is captured', () => {
    expect(doubts({ deviceBytes: 74 * GIB })).toEqual(['little-beside']);
    expect(doubts({ deviceBytes: 74 * GIB }, { cudaGraphs: false })).toEqual([]);
  });
});
