import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldCommitments } from '../../../engine/pricing/commitments/heldCommitment.ts';
import { heldInHour, settleUnits } from '../../../engine/pricing/commitments/settleUnits.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import {
  COMMITMENT_RULES,
  type CommitmentDocument,
  type CommitmentRule,
  RESOURCE_RULES,
} from '../../../engine/scenario/prices/commitmentSchema.ts';
import { parseScenario } from '../../../engine/scenario/parse.ts';

interface Written {
  readonly id: string;
  readonly rule: CommitmentRule;
  readonly pools?: readonly string[];
}

/** A scenario of pools priced so, with one commitment. */
function scenario(prices: Readonly<Record<string, string>>, { id, rule, pools }: Written): string {
  const amount = RESOURCE_RULES.includes(rule) ? 'units: 1' : 'hourly: 1';
  return `fleetcast: 1
name: A mixed fleet
horizon: { hours: 1 }
workloads:
  - { id: w, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 10, outputTokens: 10, target: ${Object.keys(prices)[0]} }
pools:
${Object.entries(prices)
  .map(
    ([pool, price]) =>
      `  - { id: ${pool}, batching: { kvBlocks: 100 }, stepTime: { linear: { baseMs: 20 } }, price: ${price} }`,
  )
  .join('\n')}
commitments:
  - { id: ${id}, rule: ${rule}, ${amount}, discount: 27%, term: 1y${pools === undefined ? '' : `, pools: [${pools.join(', ')}]`} }
`;
}

function problemsOf(prices: Readonly<Record<string, string>>, written: Written): readonly string[] {
  const parsed = parseScenario(scenario(prices, written), 's.yaml');
  return 'problems' in parsed
    ? parsed.problems.map(({ path, message, suggestion }) => `${path}: ${message} | ${suggestion ?? ''}`)
    : [];
}

const FLEET = {
  google: '{ instance: gcp/a3-highgpu-8g/us-central1 }',
  amazon: '{ instance: aws/p4de.24xlarge/us-east-1 }',
  g5: '{ instance: aws/g5.48xlarge/us-east-1 }',
  maker: '{ instance: aws/ml.p4d.24xlarge/us-east-1 }',
  azure: '{ instance: azure/Standard_ND96isr_H100_v5/eastus }',
  other: '{ instance: coreweave/h100/ord1 }',
  own: '{ owned: { perGpu: 30000, lifeYears: 4, watts: 900, perKwh: 0.1 } }',
  rate: '{ perGpuHour: 3 }',
};
const A_COMMITMENT = { id: 'c' } as const;

describe('a commitment on a pool of another', () => {
  it.each([
    ['aws-compute-savings-plan', 'google', 'rents gcp/a3-highgpu-8g/us-central1', 'amazon, g5'],
    ['aws-sagemaker-savings-plan', 'amazon', 'rents aws/p4de.24xlarge/us-east-1', 'maker'],
    ['aws-compute-savings-plan', 'maker', 'rents aws/ml.p4d.24xlarge/us-east-1', 'amazon, g5'],
    ['aws-reserved-instance', 'maker', 'rents aws/ml.p4d.24xlarge/us-east-1', 'amazon, g5'],
    ['aws-ec2-instance-savings-plan', 'azure', 'rents azure/', 'amazon, g5'],
    ['gcp-resource-cud', 'amazon', 'rents aws/p4de.24xlarge/us-east-1', 'google'],
    ['azure-savings-plan', 'google', 'rents gcp/', 'azure'],
    ['azure-reservation', 'other', 'rents coreweave/h100/ord1', 'azure'],
    ['azure-savings-plan', 'own', 'hardware of one’s own', 'azure'],
  ] as const)('%s on %s is refused: %s, and could cover %s', (rule, pool, why, could) => {
    const [problem, ...more] = problemsOf(FLEET, { ...A_COMMITMENT, rule, pools: [pool] });
    expect(more).toEqual([]);
    expect(problem).toContain(`commitments.c.pools.0: pool ${pool} `);
    expect(problem).toContain(why);
    expect(problem).toContain(`it could cover: ${could}`);
  });

  it('is refused without names, too, where it covers nothing', () => {
    const [problem] = problemsOf({ google: FLEET.google }, { ...A_COMMITMENT, rule: 'azure-savings-plan' });
    expect(problem).toContain(
      'commitments.c.pools: is missing, and no pool is known to be covered: an Azure',
    );
    expect(problem).toContain('it could cover no pool of this scenario');
  });
});

describe('what one commitment covers together', () => {
  it('is a family in a region for an EC2 Instance Savings Plan', () => {
    const two = { p4: FLEET.amazon, g5: FLEET.g5, far: '{ instance: aws/p4de.24xlarge/us-west-2 }' };
    const [problem] = problemsOf(two, { ...A_COMMITMENT, rule: 'aws-ec2-instance-savings-plan' });
    expect(problem).toContain('must be pools of one family in one region');
    expect(problem).toContain('pools: [p4], or pools: [g5], or pools: [far]');
    const sizes = { a: FLEET.g5, b: '{ instance: aws/g5.12xlarge/us-east-1 }' };
    expect(problemsOf(sizes, { ...A_COMMITMENT, rule: 'aws-ec2-instance-savings-plan' })).toEqual([]);
  });

  it('is one instance in one region for reserved units', () => {
    const same = { a: FLEET.google, b: FLEET.google };
    expect(problemsOf(same, { ...A_COMMITMENT, rule: 'gcp-resource-cud' })).toEqual([]);
    const sizes = { a: FLEET.google, b: '{ instance: gcp/a3-highgpu-4g/us-central1 }' };
    const [problem] = problemsOf(sizes, { ...A_COMMITMENT, rule: 'gcp-resource-cud' });
    expect(problem).toContain('the units of a Google Cloud committed use discount are of one kind');
    expect(problem).toContain('pools: [a], or pools: [b]');
  });

  it('is, of rates that name no provider, what is named, or all of them where nothing can be told apart', () => {
    const rates = { a: FLEET.rate, b: FLEET.rate };
    expect(problemsOf(rates, { ...A_COMMITMENT, rule: 'azure-savings-plan' })).toEqual([]);
    const mixed = { a: FLEET.rate, google: FLEET.google };
    const [problem] = problemsOf(mixed, { ...A_COMMITMENT, rule: 'aws-compute-savings-plan' });
    expect(problem).toContain('commitments.c.pools: is missing');
    expect(problem).toContain('pools: [a]');
    expect(problemsOf(mixed, { ...A_COMMITMENT, rule: 'aws-compute-savings-plan', pools: ['a'] })).toEqual(
      [],
    );
  });
});

/** What the providers say, in a second, slower way: by the text of the instance and the name of the rule. */
function isAllowed(rule: CommitmentRule, instance: string): boolean {
  const [provider, type] = instance.split('/');
  if (!rule.startsWith(`${provider}-`)) return false;
  return type.startsWith('ml.') === rule.includes('sagemaker');
}

describe('over random fleets', () => {
  const instance = fc
    .tuple(
      fc.constantFrom('aws/p4de.24xlarge', 'aws/g5.48xlarge', 'aws/g5.12xlarge', 'aws/ml.g5.12xlarge'),
      fc.constantFrom('gcp/a3-highgpu-8g', 'gcp/g2-standard-8'),
      fc.constantFrom('azure/Standard_ND96isr_H100_v5', 'oci/BM.GPU.H100.8'),
      fc.nat(2),
      fc.constantFrom('one', 'two'),
    )
    .map(([aws, gcp, rest, which, region]) => `${[aws, gcp, rest][which]}/${region}`);
  const fleet = fc.array(instance, { minLength: 1, maxLength: 5 });

  it('nothing is covered that is of another provider, service, family, size or region', () => {
    let covering = 0;
    fc.assert(
      fc.property(
        fleet,
        fc.constantFrom(...COMMITMENT_RULES),
        fc.option(fc.nat(31), { nil: undefined }),
        (instances, rule, mask) => {
          const pools = instances.map((_, index) => ({ id: `p${index}` }));
          const named =
            mask === undefined
              ? undefined
              : pools.flatMap(({ id }, index) => ((mask >> index) & 1 ? [id] : []));
          if (named?.length === 0) return;
          const refused = problemsOf(
            Object.fromEntries(instances.map((each, index) => [`p${index}`, `{ instance: ${each} }`])),
            { id: 'c', rule, ...(named && { pools: named }) },
          );
          const document: CommitmentDocument = {
            id: 'c',
            rule,
            ...(RESOURCE_RULES.includes(rule) ? { units: 99 } : { hourly: 9999 }),
            discount: 0.27,
            term: '1y',
            payment: 'none',
            ...(named && { pools: named }),
          };
          const prices = instances.map(
            (each, index): PoolPrice => ({
              pool: `p${index}`,
              unit: 'instance-hour',
              gpusPerUnit: 8,
              unitPrice: 10,
              instance: each,
              source: 'test',
            }),
          );
          const held = heldCommitments([document], pools, prices, 0);
          const { covered, onDemand } = settleUnits(
            prices,
            heldInHour(held, 0),
            instances.map(() => 1),
          );
          const taken = instances.filter((_, index) => covered[0][index].units > 0);
          // Whether it was refused or not, the engine gives nothing to a stranger.
          expect(taken.filter((each) => !isAllowed(rule, each))).toEqual([]);
          if (refused.length > 0) return;
          covering++;
          // What is let through is covered: every pool that is named, or all that the rule allows.
          const wanted = instances.filter((each, index) =>
            named === undefined ? isAllowed(rule, each) : named.includes(`p${index}`),
          );
          expect(taken).toEqual(wanted);
          expect(onDemand.filter(({ units }) => units > 0)).toHaveLength(instances.length - taken.length);
          const parts = taken.map((each) => each.split('/'));
          const families = new Set(parts.map(([, type, region]) => `${type.split('.')[0]}/${region}`));
          if (rule === 'aws-ec2-instance-savings-plan') expect(families.size).toBe(1);
          if (RESOURCE_RULES.includes(rule)) expect(new Set(taken).size).toBe(1);
        },
      ),
      { numRuns: 500 },
    );
    // Some sixty of them: fewer than half of that would be another test.
    expect(covering).toBeGreaterThan(25);
  });
});
