import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRECISIONS } from '../../../../engine/catalog/precision.ts';
import { checkAxes } from '../../../../engine/planning/vary/checkAxes.ts';
import { variantEdits, variantsOf } from '../../../../engine/planning/vary/variants.ts';
import { countVariants, type VaryAxes } from '../../../../engine/planning/vary/varyAxes.ts';
import { instancePrices } from '../../../../engine/pricing/instancePrices.ts';
import { pricedDocument } from '../../../../engine/pricing/pricedDocument.ts';
import { resolvePrices } from '../../../../engine/pricing/poolPrice.ts';
import { editedText } from '../../../../engine/scenario/reading/editedText.ts';
import { parseScenario } from '../../../../engine/scenario/parse.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { pathSteps } from '../../../../engine/scenario/reading/pathSteps.ts';
import { readYaml } from '../../../../engine/scenario/reading/readYaml.ts';
import { poolPhysics } from '../../../../engine/serving/physics/poolPhysics.ts';
import { instanceMisfits } from '../../../../engine/pricing/instanceFit.ts';
import { shippedCalibration } from '../../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const FOLDER = join(import.meta.dirname, '../../../../scenarios');
const catalog = readCatalog();
const calibration = shippedCalibration();
const examples = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));

const plain = (text: string): unknown => {
  const read = readYaml(text);
  return 'problem' in read ? undefined : structuredClone(read.value);
};

const documentOf = (text: string) => {
  const parsed = parseScenario(text, 'test');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document;
};

const some = <T>(values: readonly T[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }), { nil: undefined });
const axesArbitrary = fc.record({
  accelerators: some(catalog.accelerators.map(({ id }) => id)),
  gpusPerReplica: some([1, 2, 3, 4, 8, 16]),
  precisions: some([...PRECISIONS, 'auto'] as const),
  providers: some(['aws', 'gcp', 'azure', 'oci', 'nebius']),
  regions: some(['us-central1', 'us-east-1', 'all']),
  replicas: some([1, 2, 5]),
});

function cheapestOf(instances: typeof catalog.instances) {
  return instances
    .filter(({ accelerator, gpus }) => accelerator === 'h200-sxm-141gb' && gpus >= 4)
    .reduce((best, row) => (row.usdPerHour < best.usdPerHour ? row : best));
}

describe('what varies', () => {
  it.each(examples)(
    'of $name: rows and what is left out are the product; a row is valid, and changes what it names',
    ({ text }) => {
      const document = documentOf(text);
      const pool = document.pools[0];
      const base = { text, file: 'test', poolId: pool.id, catalog, calibration };
      const before = plain(text);
      fc.assert(
        fc.property(axesArbitrary, fc.boolean(), (named, hasField) => {
          const path = `pools.${pool.id}.batching.maxSequences`;
          const axes: VaryAxes = { ...named, ...(hasField && { fields: [{ path, values: [64, 128] }] }) };
          fc.pre(countVariants(axes) > 0);
          const { variants, leftOut } = variantsOf(base, axes);
          expect(variants.length + leftOut.length).toBe(countVariants(axes));
          const labels = [...variants, ...leftOut].map(({ label }) => label);
          expect(new Set(labels).size).toBe(labels.length);
          for (const { reason } of leftOut) expect(reason).not.toBe('');
          for (const variant of variants.slice(0, 4)) {
            const edits = variantEdits(variant, variant.replicas);
            const edited = editedText(text, edits);
            if (!('text' in edited)) throw new Error(JSON.stringify(edited.problems));
            const made = documentOf(edited.text);
            const [own] = made.pools;
            expect(poolPhysics(own, catalog, calibration)).not.toHaveProperty('problems');
            const priced = { ...pricedDocument(made), pools: made.pools };
            const { prices, problems } = resolvePrices(priced, catalog);
            expect([...problems, ...instanceMisfits(priced, prices, catalog)]).toEqual([]);
            expectOnly(structuredClone(before), plain(edited.text), edits);
          }
        }),
        { numRuns: 25 },
      );
    },
  );

  it('follows the accelerator with the instance, and keeps a price of its own for its own accelerator', () => {
    const own = scenarioText('{ perGpuHour: 2 }');
    const { variants } = variantsOf(baseOf(own), { accelerators: ['h100-sxm-80gb', 'h200-sxm-141gb'] });
    const priceOf = (index: number) =>
      variantEdits(variants[index], 1).find(({ path }) => path === 'pools.p.price')?.value;
    expect(priceOf(0)).toBeUndefined();
    const cheapest = cheapestOf(catalog.instances.filter(({ caution }) => caution === undefined));
    expect(priceOf(1)).toEqual({ instance: cheapest.id });
  });

  it('takes a price that needs a check where its provider is named, and else only where there is no other', () => {
    const doubtful = catalog.instances.filter(({ caution }) => caution !== undefined);
    const cheapest = cheapestOf(doubtful);
    const [provider] = cheapest.id.split('/');
    const picked = (axes: VaryAxes, of = catalog) => {
      const base = { ...baseOf(scenarioText('{ perGpuHour: 2 }')), catalog: of };
      const [variant] = variantsOf(base, { accelerators: ['h200-sxm-141gb'], ...axes }).variants;
      return variantEdits(variant, 1).find(({ path }) => path === 'pools.p.price')?.value;
    };
    expect(picked({})).not.toEqual({ instance: cheapest.id });
    expect(picked({ providers: [provider] })).toEqual({ instance: cheapest.id });
    expect(picked({}, { ...catalog, instances: doubtful })).toEqual({ instance: cheapest.id });
  });

  it('lets the degrees of a usual layout follow the GPUs', () => {
    const pipelined = scenarioText('{ perGpuHour: 2 }', 'parallel: { pipeline: 2 }');
    const { variants } = variantsOf(baseOf(pipelined), { gpusPerReplica: [8] });
    expect(variants[0].edits).toEqual([{ path: 'pools.p.gpusPerReplica', value: 8 }]);
    const mixture = scenarioText('{ perGpuHour: 2 }', 'parallel: { expert: 4, data: 4 }', 'qwen3-30b-a3b');
    const { variants: shared } = variantsOf(baseOf(mixture), { gpusPerReplica: [2] });
    expect(shared[0].edits).toContainEqual({
      path: 'pools.p.parallel',
      value: { pipeline: 1, data: 2, expert: 2 },
    });
  });

  it.each([
    [{ accelerators: ['t4-16gb'] }, 'does not fit'],
    [{ gpusPerReplica: [3] }, 'attention heads'],
    [{ precisions: ['bf16'], accelerators: ['t4-16gb'] }, 'cannot compute in bf16'],
    [{ accelerators: ['mi300x-192gb'], providers: ['gcp'] }, 'gcp has no instance with MI300X'],
    [{ gpusPerReplica: [16], providers: ['aws'] }, 'the largest instance with H100 of aws has 8 GPUs'],
    [{ accelerators: ['v100-sxm2-32gb'] }, 'no price of an instance with'],
    [{ fields: [{ path: 'pools.p.batching.maxSequences', values: [0] }] }, 'pools.p.batching.maxSequences'],
  ] satisfies [VaryAxes, string][])('says why %j cannot be', (axes, reason) => {
    const { variants, leftOut } = variantsOf(baseOf(scenarioText('{ perGpuHour: 2 }')), axes);
    expect(variants).toEqual([]);
    expect(leftOut[0].reason).toContain(reason);
  });

  it('takes fields of the pool that are an axis as that axis, and names by any of their names', () => {
    const written = scenarioText('{ perGpuHour: 2 }');
    const document = documentOf(written);
    const instances = instancePrices('p', pricedDocument(document), catalog);
    const checked = checkAxes(
      document.pools[0],
      { own: undefined, instances },
      catalog,
      { fields: [{ path: 'pools.p.accelerator', values: ['H100', 'h100-sxm-80gb', 'H200'] }] },
      true,
    );
    expect(checked).toEqual({ axes: { accelerators: ['h100-sxm-80gb', 'h200-sxm-141gb'], fields: [] } });
  });
});

describe('a pool with an autoscaler', () => {
  const living = scenarioText(
    '{ perGpuHour: 2 }',
    'autoscale: { kind: hpa, max: 9, metrics: [{ metric: outstanding, averageValue: 12 }] }',
  );
  const checked = (axes: VaryAxes, isSized = false) =>
    checkAxes(
      documentOf(living).pools[0],
      { own: undefined, instances: instancePrices('p', pricedDocument(documentOf(living)), catalog) },
      catalog,
      axes,
      isSized,
    );

  it('has no numbers of replicas to vary or to size', () => {
    const problem = {
      axis: 'replicas',
      message: 'cannot be given: the number of p is set by its autoscaler',
      suggestion: 'vary pools.p.autoscale.max, say, and have no rows sized',
    };
    expect(checked({ replicas: [2, 3] })).toEqual({ problems: [problem] });
    expect(checked({ gpusPerReplica: [4, 8] }, true)).toEqual({ problems: [problem] });
  });

  it('varies in what its autoscaler has', () => {
    const fields = [{ path: 'pools.p.autoscale.max', values: [8, 12] }];
    expect(checked({ fields })).toEqual({ axes: { fields } });
    const { variants } = variantsOf(baseOf(living), { fields });
    expect(variants.map((variant) => variantEdits(variant, variant.replicas))).toEqual([
      [{ path: 'pools.p.autoscale.max', value: 8 }],
      [{ path: 'pools.p.autoscale.max', value: 12 }],
    ]);
  });
});

describe('editedText', () => {
  it('changes nothing that shares a value with what is named', () => {
    const shared = `a: &one { x: 1, y: 2 } # first\nb: *one\n`;
    const edited = editedText(shared, [{ path: 'a.x', value: 5 }]);
    expect(plain('text' in edited ? edited.text : '')).toEqual({ a: { x: 5, y: 2 }, b: { x: 1, y: 2 } });
    const other = editedText(shared, [{ path: 'b.x', value: 5 }]);
    expect(plain('text' in other ? other.text : '')).toEqual({ a: { x: 1, y: 2 }, b: { x: 5, y: 2 } });
  });

  it('sets what is nested in lists and groups, and keeps the rest letter by letter', () => {
    const text = `pools:
  - id: p # the one
    autoscale: { kind: hpa, max: 20, metrics: [ { metric: outstanding, averageValue: 12 }, { metric: kvShare, utilization: 70% } ] }
    drainSeconds: 300
`;
    const edited = editedText(text, [
      { path: 'pools.p.autoscale.max', value: 8 },
      { path: 'pools.p.autoscale.metrics.1.utilization', value: '50%' },
      { path: 'pools.p.autoscale.behavior.scaleDown.selectPolicy', value: 'Min' },
      { path: 'pools.p.startUp', value: { preset: 'kept-node-local-nvme', image: '20s' } },
    ]);
    expect(edited).toEqual({
      text: `pools:
  - id: p # the one
    autoscale: { kind: hpa, max: 8, metrics: [ { metric: outstanding, averageValue: 12 }, { metric: kvShare, utilization: 50% } ], behavior: { scaleDown: { selectPolicy: Min } } }
    drainSeconds: 300
    startUp: { preset: kept-node-local-nvme, image: 20s }
`,
    });
  });

  it('tells what cannot be set', () => {
    expect(editedText('pools: [{ id: p }]\n', [{ path: 'pools.q.replicas', value: 1 }])).toMatchObject({
      problems: [{ path: 'pools.q' }],
    });
  });
});

/** Every value but those that edits name is what it was. */
function expectOnly(
  before: unknown,
  after: unknown,
  edits: readonly { readonly path: string; readonly value: unknown }[],
): void {
  for (const { path, value } of edits) {
    expect(valueAt(after, pathSteps(path, after))).toEqual(value);
    remove(before, path);
    remove(after, path);
  }
  expect(after).toEqual(before);
}

function remove(document: unknown, path: string): void {
  const steps = pathSteps(path, document);
  const group = valueAt(document, steps.slice(0, -1));
  if (typeof group !== 'object' || group === null) return;
  delete (group as Record<string | number, unknown>)[steps[steps.length - 1]];
  // A group that an edit has made is gone with it.
  if (Object.keys(group).length === 0 && steps.length > 1)
    remove(document, path.split('.').slice(0, -1).join('.'));
}

function scenarioText(price: string, more = '', model = 'llama-3.1-70b'): string {
  return `fleetcast: 1
name: Base
horizon: { hours: 1 }
workloads:
  - { id: w, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 100, outputTokens: 10, target: p }
pools:
  - id: p
    model: ${model}
    accelerator: h100-sxm-80gb
    gpusPerReplica: 4
    price: ${price}
    ${more}
`;
}

function baseOf(written: string) {
  return { text: written, file: 'test', poolId: 'p', catalog, calibration };
}
