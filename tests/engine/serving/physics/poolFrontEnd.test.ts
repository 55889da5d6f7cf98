import { expect, it } from 'vitest';
import { poolFrontEnd } from '../../../../engine/serving/physics/poolFrontEnd.ts';
import { engineName } from '../../../../engine/serving/stepTime/servingSituation.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const auto = (engine: string, ownSteps = false) =>
  poolFrontEnd('auto', catalog, engineName(engine), ownSteps);

it('is nothing without a named engine, and of one of which nothing is known', () => {
  expect(poolFrontEnd('auto', catalog, undefined, false)).toBeUndefined();
  expect(poolFrontEnd(undefined, catalog, undefined, false)).toBeUndefined();
  expect(auto('lmdeploy')).toBeUndefined();
  expect(poolFrontEnd('none', catalog, engineName('vllm'), false)).toBeUndefined();
});

it('goes by the version; without one by the generation that was measured', () => {
  expect(auto('vllm')).toEqual(auto('vllm@0.11.0'));
  expect(auto('vllm@0.13.0')).toEqual(auto('vllm@0.11.0'));
  // From 0.14 on admissions are prepared while the GPU computes.
  expect(auto('vllm@0.14.0')).toEqual({ ...auto('vllm@0.11.0'), admissionSeconds: 0 });
  expect(auto('vllm@nightly')).toEqual(auto('vllm@0.19.0'));
  expect(auto('vllm@2025-11')).toEqual(auto('vllm@0.11.0'));
  expect(auto('tensorrt-llm@1.0')?.latencySeconds).toBe(0.004);
});

it('leaves out what the core does for a request where step times are measured ones', () => {
  expect(auto('vllm@0.11.0')?.admissionSeconds).toBeGreaterThan(0);
  expect(auto('vllm@0.11.0', true)).toEqual({ ...auto('vllm@0.11.0'), admissionSeconds: 0 });
});

it('takes a document’s figures in place of all others, in its units', () => {
  const own = { requestMs: 5, promptTokenUs: 3, latencyMs: 8, admissionMs: 1 };
  const seconds = {
    requestSeconds: 0.005,
    promptTokenSeconds: 3e-6,
    latencySeconds: 0.008,
    admissionSeconds: 0.001,
  };
  expect(poolFrontEnd(own, catalog, engineName('vllm'), true)).toEqual(seconds);
  expect(poolFrontEnd(own, catalog, undefined, false)).toEqual(seconds);
  const none = { requestMs: 0, promptTokenUs: 0, latencyMs: 0, admissionMs: 0 };
  expect(poolFrontEnd(none, catalog, engineName('vllm'), false)).toBeUndefined();
});
