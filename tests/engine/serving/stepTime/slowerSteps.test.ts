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
