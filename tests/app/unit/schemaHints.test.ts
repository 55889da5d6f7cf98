import { expect, it } from 'vitest';
import { keyOrder, schemaHint } from '../../../renderer/model/form/schemaHints.ts';

const raw = {
  pools: [
    {
      capacity: [
        { kind: 'on-demand', replicas: 1 },
        { kind: 'spot', interruptions: { meanHours: 8 } },
        { kind: 'reservation', nodes: 1 },
      ],
    },
  ],
};

it('knows the kind of an entry by its word, whatever of it is left out', () => {
  const entry = (index: number, key: string) => ['pools', 0, 'capacity', index, key];
  // Spot has no fallback here.
  expect(keyOrder(raw, entry(1, 'zones'))).toContain('together');
  expect(keyOrder(raw, entry(2, 'price'))).toEqual([
    'kind',
    'nodes',
    'from',
    'until',
    'price',
    'gpusPerNode',
  ]);
  expect(schemaHint(raw, entry(0, 'interruptions')).description).toContain('on demand');
  expect(schemaHint(raw, entry(1, 'interruptions')).description).toBeUndefined();
  expect(schemaHint(raw, entry(2, 'until')).description).toContain('on demand');
});
