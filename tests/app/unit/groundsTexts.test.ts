import { expect, test } from 'vitest';
import { groundsTexts, isGround } from '../../../renderer/compare/groundsTexts.ts';

const cell = (text: string) => ({ value: text, text });
const keys = (...all: string[]) => all.map((key) => ({ key }));

test('what a line rests on is said in words, without what is not known', () => {
  const cells = {
    accelerator: cell('NVIDIA H100'),
    engine: cell('vLLM'),
    basis: cell('new model'),
    stepError: cell('7 (22.3)'),
    priceDate: cell('2026-07-30'),
    instance: cell('–'),
  };
  expect(
    groundsTexts(keys('accelerator', 'engine', 'basis', 'stepError', 'priceDate', 'instance'), cells),
  ).toEqual([
    'price of 2026-07-30',
    'served by vLLM',
    'step times measured with other models',
    'error of step times ±7% (half), ±22.3% (nine in ten)',
  ]);
  expect(groundsTexts(keys('priceDate'), { priceDate: cell('own price') })).toEqual(['own price']);
  // Said once above the table, where it is the same in all.
  expect(groundsTexts(keys('engine'), cells)).toEqual(['served by vLLM']);
});

test('figures keep columns of their own', () => {
  expect(['costPerMonth', 'accelerator', 'promise'].filter(isGround)).toEqual([]);
});
