import { describe, expect, it } from 'vitest';
import { matrixShareOf } from '../../../../engine/catalog/acceleratorSchema.ts';
import { compileStepTime } from '../../../../engine/serving/stepTime/stepTime.ts';
import { stepTimeOfCalibration } from '../../../../engine/serving/stepTime/stepTimeOfCalibration.ts';
import { stepTerms, stepUnits, TERM } from '../../../../engine/serving/stepTime/stepUnits.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const acceleratorOf = (id: string) => {
  const [found] = catalog.accelerators.filter((each) => each.id === id);
  return found;
};

function units(accelerator: string, model: string, tensor: number, more: object = {}) {
  const [found] = catalog.models.filter(({ id }) => id === model);
  const parallel = { tensor, pipeline: 1, data: 1, expert: 1, ...more };
  return stepUnits({
    model: found,
    accelerator: acceleratorOf(accelerator),
    parallel,
    precision: 'bf16',
    kvPrecision: 'bf16',
  });
}

describe('the units of a step', () => {
  it('take small all-reduces from kernel measurements: flat over NVLink, in proportion behind PCIe', () => {
    const each = (accelerator: string, tensor: number) =>
      units(accelerator, 'llama-3.1-8b', tensor).allReduces / 64;
    // Medians of 8 to 128 KB, microseconds: H100 3 to 6, L40S 7 to 10, 20 to 26, 48 to 90 on 2, 4, 8 GPUs.
    expect(each('h100-sxm-80gb', 2) * 1e6).toBeCloseTo(5.8, 6);
    expect(each('h100-sxm-80gb', 8) * 1e6).toBeCloseTo(8.2, 6);
    expect([2, 4, 8].map((gpus) => each('l40s-48gb', gpus) * 1e6)).toEqual(
      [8, 16, 32].map((us) => expect.closeTo(us, 6)),
    );
    expect(units('h100-sxm-80gb', 'llama-3.1-8b', 1).allReduces).toBe(0);
  });

  it('pass hidden states over whole on every GPU, and to each expert of a token', () => {
    const one = units('b200-sxm-180gb', 'qwen3-30b-a3b', 1);
    const eight = units('b200-sxm-180gb', 'qwen3-30b-a3b', 8);
    expect(eight.activationToken).toBe(one.activationToken);
    // 8 experts of each of 48 layers; hidden 2,048 in 16 bits; 7.7 TB/s.
    expect(one.routingToken).toBeCloseTo((48 * 8 * 2048 * 2) / 7.7e12, 12);
    expect(units('b200-sxm-180gb', 'qwen3-30b-a3b', 8, { expert: 8 }).routingToken).toBeCloseTo(
      one.routingToken / 8,
      15,
    );
    expect(units('b200-sxm-180gb', 'llama-3.1-8b', 1).routingToken).toBe(0);
  });

  it('let groups that attend by requests schedule their own, and reduce behind the feed-forward only', () => {
    const sliced = units('b200-sxm-180gb', 'qwen3-30b-a3b', 8);
    const grouped = units('b200-sxm-180gb', 'qwen3-30b-a3b', 1, { data: 8, expert: 8 });
    expect(grouped.sequence).toBeCloseTo(sliced.sequence / 8, 15);
    expect(grouped.allReduces).toBeCloseTo(sliced.allReduces / 2, 15);
  });

  it('count the FLOPs of experts apart, and lose none', () => {
    const { tokenCompute, expertCompute } = units('b200-sxm-180gb', 'qwen3-30b-a3b', 1);
    expect(units('b200-sxm-180gb', 'llama-3.1-8b', 1).expertCompute).toBe(0);
    // Published: 3.3 B active parameters, 0.3 B of them the output projection.
    expect((tokenCompute + expertCompute) * 2.25e15).toBeGreaterThan(2 * 2.6e9);
    expect((tokenCompute + expertCompute) * 2.25e15).toBeLessThan(2 * 3.4e9);
  });
});

describe('kernel launches', () => {
  const own = units('a100-sxm-80gb', 'llama-2-70b', 8);
  const theta = (launch: number) =>
    Float64Array.from({ length: stepTerms(own, { p: 0, a: 0, b: 1, c: 1 }).length }, (_, j) =>
      j === TERM.launch ? launch : 1,
    );
  const step = (launch: number, b: number) =>
    compileStepTime(stepTimeOfCalibration(own, theta(launch)), 64).step(0, 0, b, b * 500);

  it('hide behind what is read, and are all that counts where they take longer', () => {
    const hidden = step(1, 1) - step(0, 1);
    expect(hidden).toBeGreaterThan(0);
    expect(hidden).toBeLessThan(0.1 * own.layers);
    // 0.45 ms a layer, 36 ms a step: more than the 8.5 ms of the weights.
    const eager = step(45, 1);
    expect(eager).toBeGreaterThan(45 * own.layers);
    expect(step(45, 16) / eager).toBeLessThan(1.1);
  });
});

describe('what matrix products reach', () => {
  it('is a fact of some accelerators, and typical of the others', () => {
    const h100 = matrixShareOf(acceleratorOf('h100-sxm-80gb'), 'bf16');
    expect(h100).toEqual({ compute: 0.79, stream: 0.87 });
    expect(matrixShareOf(acceleratorOf('h100-sxm-80gb'), 'int4')).toEqual(h100);
    expect(matrixShareOf(acceleratorOf('mi300x-192gb'), 'fp8')).toEqual({ compute: 0.56, stream: 0.68 });
    for (const { matrixShares, denseTflops } of catalog.accelerators)
      for (const format of Object.keys(matrixShares ?? {})) expect(denseTflops).toHaveProperty(format);
  });
});
