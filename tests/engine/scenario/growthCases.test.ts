import { describe, expect, it } from 'vitest';
import { growthCasesText, parseGrowthCases } from '../../../engine/scenario/prices/growthCases.ts';

describe('cases of growth on one line', () => {
  it('are read, shares as percents or numbers, weights of 1 where left out', () => {
    expect(parseGrowthCases('low=-2%:1, base = 0, high=0.03:2.5')).toEqual([
      { name: 'low', perMonth: -0.02, weight: 1 },
      { name: 'base', perMonth: 0, weight: 1 },
      { name: 'high', perMonth: 0.03, weight: 2.5 },
    ]);
  });

  it.each(['', 'low', 'low=', '=2%', 'low=much', 'low=2%:many', 'low=2%,'])(
    'are not read off “%s”',
    (text) => {
      expect(parseGrowthCases(text)).toBeUndefined();
    },
  );

  it('are written as they are read', () => {
    const cases = [
      { name: 'low', perMonth: -0.025, weight: 1 },
      { name: 'high', perMonth: 0.07, weight: 3 },
    ];
    expect(growthCasesText(cases)).toBe('low=-2.5%:1, high=7%:3');
    expect(parseGrowthCases(growthCasesText(cases))).toEqual(cases);
    expect(growthCasesText([{ name: 'as typed', perMonth: '4 %' }])).toBe('as typed=4 %:1');
  });
});
