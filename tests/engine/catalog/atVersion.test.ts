import { describe, expect, it } from 'vitest';
import { atVersion, ofVersion } from '../../../engine/catalog/atVersion.ts';

interface Generation {
  readonly from: string;
  readonly released?: string;
  readonly unversioned?: true;
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

describe('ofVersion', () => {
  const told: [Generation, ...Generation[]] = [
    { from: '0' },
    { from: '0.9', released: '2025-05', unversioned: true },
    { from: '0.17.1', released: '2026-03' },
  ];

  it.each([
    ['', '0.9'],
    ['0.8', '0'],
    ['0.18', '0.17.1'],
    ['2025-04', '0'],
    ['nightly-dev-20260216', '0.9'],
    // It says something, though no number: what is built at night is the newest.
    ['nightly', '0.17.1'],
  ])('finds the generation of %j', (version, from) => {
    expect(ofVersion(told, version).from).toBe(from);
  });

  it('takes the newest without a version where none is marked', () => {
    expect(ofVersion(generations, '').from).toBe('0.17.1');
  });
});
