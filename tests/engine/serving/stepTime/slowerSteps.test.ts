import { expect, it } from 'vitest';
import { slowerSteps } from '../../../../engine/serving/stepTime/slowerSteps.ts';
import { compileStepTime } from '../../../../engine/serving/stepTime/stepTime.ts';
import { calibratedPool } from '../calibratedPool.ts';

it.each([
  ['llama-3.1-8b', true, undefined],
  ['gpt-oss-20b', false, undefined],
  ['gemma-3-27b', true, { draftTokens: 3, acceptanceLength: 2, draftShare: 0.1 }],
])('makes every step so many times as long: %s', (model, cudaGraphs, speculative) => {
  const { stepTime } = calibratedPool({ model, cudaGraphs, speculative });
  const as = compileStepTime(stepTime, 64);
  const slower = compileStepTime(slowerSteps(stepTime, 1.7), 64);
  for (const [p, attention, b, c] of [
    [1000, 500_000, 0, 0],
    [0, 0, 1, 10],
    [0, 0, 64, 200_000],
    [512, 131_000, 40, 9000],
  ]) {
    expect(slower.step(p, attention, b, c) / as.step(p, attention, b, c)).toBeCloseTo(1.7, 9);
  }
});

it.each([
  {
    kind: 'linear' as const,
    baseSeconds: 0.01,
    perPromptTokenSeconds: 1e-4,
    perSequenceSeconds: 1e-3,
    perContextTokenSeconds: 1e-7,
  },
  {
    kind: 'table' as const,
    prefill: { tokens: [0, 512, 4096], seconds: [0.01, 0.05, 0.3] },
    decode: {
      sequences: [1, 64],
      contextTokens: [100, 100_000],
      seconds: [
        [0.01, 0.02],
        [0.03, 0.06],
      ],
    },
  },
])('makes measured steps longer, too: $kind', (stepTime) => {
  const as = compileStepTime(stepTime, 64);
  const slower = compileStepTime(slowerSteps(stepTime, 1.3), 64);
  for (const [p, b, c] of [
    [1000, 0, 0],
    [0, 8, 5000],
    [300, 20, 60_000],
  ])
    expect(slower.step(p, 0, b, c) / as.step(p, 0, b, c)).toBeCloseTo(1.3, 9);
});
