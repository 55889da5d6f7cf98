import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coverProblems, leasedPools } from '../../../engine/scenario/prices/commitmentChecks.ts';
import { mayCover } from '../../../engine/scenario/prices/commitmentCover.ts';
import { COMMITMENT_RULES } from '../../../engine/scenario/prices/commitmentSchema.ts';
import { leasedPoolsOf, newOffer } from '../../../renderer/model/form/newOffer.ts';

const PRICES = [
  { instance: 'gcp/a3-highgpu-8g/us-central1' },
  { instance: 'gcp/g2-standard-8/us-central1' },
  { instance: 'aws/p4de.24xlarge/us-east-1' },
  { instance: 'aws/ml.p4d.24xlarge/us-east-1' },
  { instance: 'azure/Standard_ND96isr_H100_v5/eastus' },
  { instance: 'oci/BM.GPU.H100.8/all' },
  { perGpuHour: 3 },
  { owned: { perGpu: 30_000 } },
  undefined,
];

it('a new offer is one that some pool can be covered by, whatever the fleet', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PRICES), { minLength: 1, maxLength: 5 }), (prices) => {
      const raw = { pools: prices.map((price, index) => ({ id: `p${index}`, price })) };
      const pools = leasedPoolsOf(raw);
      fc.pre(pools.some(({ lease }) => COMMITMENT_RULES.some((rule) => mayCover(rule, lease))));
      expect(coverProblems(newOffer(raw, 'offer'), leasedPools(pools), ['commitmentOffers', 0])).toEqual([]);
    }),
  );
});

it('is for every pool where one commitment can be, and for the first kind where units are of one', () => {
  const of = (...instances: readonly string[]) =>
    newOffer({ pools: instances.map((instance, index) => ({ id: `p${index}`, price: { instance } })) }, 'o');
  expect(of('aws/p5.48xlarge/us-east-1', 'gcp/a2-highgpu-8g/x', 'aws/g5.48xlarge/us-west-2')).toEqual({
    id: 'o',
    rule: 'aws-compute-savings-plan',
    discount: '25%',
    term: '1y',
    payment: 'none',
  });
  expect(of('oci/BM.GPU.H100.8/all', 'gcp/a2-highgpu-8g/x', 'gcp/g2-standard-8/x')).toMatchObject({
    rule: 'gcp-resource-cud',
    pools: ['p1'],
  });
});
