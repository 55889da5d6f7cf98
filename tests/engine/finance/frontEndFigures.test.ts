import { expect, it } from 'vitest';
import { frontEndFigures } from '../../../engine/finance/frontEndFigures.ts';

const NONE = { requestSeconds: 0, promptTokenSeconds: 0, latencySeconds: 0, admissionSeconds: 0 };

it('is told in the units of documents, and in words for what there is of it', () => {
  const all = {
    requestSeconds: 0.0035,
    promptTokenSeconds: 2e-6,
    latencySeconds: 0.015,
    admissionSeconds: 0.0023,
  };
  expect(frontEndFigures(all)).toEqual({
    requestMs: 3.5,
    promptTokenUs: 2,
    latencyMs: 15,
    admissionMs: 2.3,
    sentence:
      '3.5 ms a request and 2 µs a prompt token, one request after the other (at most 182 a second and replica with prompts of 1,000 tokens), then 15 ms side by side; a step lasts 2.3 ms longer for each request that joins the batch in it',
  });
  expect(frontEndFigures({ ...NONE, latencySeconds: 0.004 }).sentence).toBe('4 ms side by side');
  expect(frontEndFigures({ ...NONE, admissionSeconds: 0.001 }).sentence).toBe(
    'a step lasts 1 ms longer for each request that joins the batch in it',
  );
});
