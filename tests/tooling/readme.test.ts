import { expect, it } from 'vitest';
import { fillRegions, readme } from './readme.ts';

it('README.md shows what the program prints (else run `npm run readme`)', () => {
  const { is, shouldBe } = readme();
  expect(is).toBe(shouldBe);
});

it('fills a region and leaves the rest', () => {
  const text = 'a\n<!-- x -->\nold\n<!-- /x -->\nb\n';
  expect(fillRegions(text, { x: () => 'new $1' })).toBe('a\n<!-- x -->\nnew $1\n<!-- /x -->\nb\n');
  expect(() => fillRegions('a\n', { x: () => 'new' })).toThrow('no region x');
});
