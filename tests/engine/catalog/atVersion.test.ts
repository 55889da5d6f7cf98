import { describe, expect, it } from 'vitest';
import { atVersion } from '../../../engine/catalog/atVersion.ts';

interface Generation {
  readonly from: string;
}

const generations: [Generation, ...Generation[]] = [{ from: '0.6.0' }, { from: '0.9' }, { from: '0.17.1' }];

describe('atVersion', () => {
  it.each([
    ['0.5.4', '0.6.0'],
    ['0.6.0', '0.6.0'],
    ['0.8.5.post1', '0.6.0'],
    ['0.9', '0.9'],
    ['v0.10.2', '0.9'],
    ['0.17.0', '0.9'],
    ['0.17.1', '0.17.1'],
    ['1.0', '0.17.1'],
    ['', '0.17.1'],
    ['nightly', '0.17.1'],
  ])('finds the generation of %s', (version, from) => {
    expect(atVersion(generations, version).from).toBe(from);
  });
});
