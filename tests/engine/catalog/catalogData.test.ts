import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { lookUp } from '../../../engine/catalog/lookUp.ts';
import { modelParameters } from '../../../engine/catalog/modelParameters.ts';
import { kvBytesPerToken } from '../../../engine/serving/model/modelShape.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';
import { sharedData } from '../../sharedData.ts';

const catalog = readCatalog();

function model(id: string) {
  const found = lookUp(catalog, 'model', id);
  if (!found.found) throw new Error(`no model ${id}`);
  return found.row;
}

function study(...parts: string[]): Record<string, string>[] {
  const path = sharedData(...parts);
  if (path === undefined) return [];
  return Papa.parse<Record<string, string>>(readFileSync(path, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data;
}

describe('the shipped catalogue', () => {
  it('offers enough to start with, every row with source and date', () => {
    expect(catalog.accelerators.length).toBeGreaterThanOrEqual(14);
    expect(catalog.models.length).toBeGreaterThanOrEqual(14);
    expect(catalog.instances.length).toBeGreaterThanOrEqual(24);
    expect(catalog.efficiencies.length).toBeGreaterThanOrEqual(1);
    const rows = [...catalog.accelerators, ...catalog.models, ...catalog.instances, ...catalog.efficiencies];
    for (const row of rows) {
      expect(row.source.length, row.id).toBeGreaterThan(5);
      expect(row.date, row.id).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });

  it.each([
    ['h100-sxm-80gb', 'h100-sxm-80gb'],
    ['H100-SXM-80', 'h100-sxm-80gb'],
    ['H100-80GB', 'h100-sxm-80gb'],
    ['h100_sxm 80gb', 'h100-sxm-80gb'],
    ['A100-40GB', 'a100-sxm-40gb'],
    ['A100-SXM-80', 'a100-sxm-80gb'],
    ['H100-NVL-94', 'h100-nvl-94gb'],
    ['H200-141GB', 'h200-sxm-141gb'],
    ['RTXPRO6000', 'rtx-pro-6000-96gb'],
    ['RTX-PRO-6000', 'rtx-pro-6000-96gb'],
    ['TPUv5e', 'tpu-v5e-16gb'],
    ['l40s', 'l40s-48gb'],
    ['Gaudi3', 'gaudi3-128gb'],
    ['RTX6000Ada', 'rtx-6000-ada-48gb'],
    ['GB300', 'gb300-nvl72-288gb'],
  ])('finds accelerator %s', (spelling, id) => {
    const found = lookUp(catalog, 'accelerator', spelling);
    expect(found.found && found.row.id).toBe(id);
  });

  it('finds models by their name on the hub', () => {
    expect(model('meta-llama/Llama-3.1-70B-Instruct').id).toBe('llama-3.1-70b');
    expect(model('openai/gpt-oss-120b').id).toBe('gpt-oss-120b');
  });

  it.each(catalog.models.map((row) => [row.id, row] as const))('%s has its published size', (_id, row) => {
    expect(Math.abs(modelParameters(row).total / row.publishedParameters - 1)).toBeLessThan(0.016);
  });

  // Its experts are nearly all of such a model: a shared one too few is half a percent. What a row leaves out, it says.
  it.each(
    catalog.models.flatMap((row) =>
      row.experts === undefined || row.caution !== undefined ? [] : [[row.id, row] as const],
    ),
  )('%s has all of its experts', (_id, row) => {
    expect(Math.abs(modelParameters(row).total / row.publishedParameters - 1)).toBeLessThan(0.002);
  });

  // Published exact sizes: sum of the tensors in the safetensors index.
  it('counts Llama exactly', () => {
    expect(modelParameters(model('llama-3.1-8b')).total).toBe(8_030_261_248);
    expect(modelParameters(model('llama-3.1-70b')).total).toBe(70_553_706_496);
    expect(modelParameters(model('llama-2-7b')).total).toBe(6_738_415_616);
  });

  it.each([
    ['llama-2-70b', 327_680],
    ['llama-3.1-70b', 327_680],
    ['llama-2-7b', 524_288],
    ['llama-3.1-8b', 131_072],
    ['qwen2.5-7b', 57_344],
    ['deepseek-v3', (512 + 64) * 61 * 2],
    ['gemma-3-27b', 507_904],
    ['gpt-oss-120b', 73_728],
    ['falcon-180b', 163_840],
    ['phi-4', 204_800],
    // 15 of 60 layers keep KV: 15 · 2 · 2 heads · 256 · 2 bytes.
    ['qwen3.5-397b-a17b', 30_720],
  ])('%s keeps %i bytes a token in KV at 16 bits', (id, bytes) => {
    const { full, window } = kvBytesPerToken(model(id), 'bf16');
    expect(full + window).toBe(bytes);
    const eight = kvBytesPerToken(model(id), 'fp8');
    expect(eight.full + eight.window).toBe(bytes / 2);
  });

  it('prices the instances of the contract', () => {
    const found = lookUp(catalog, 'instance', 'gcp/a3-highgpu-8g/us-central1');
    expect(found.found && found.row).toMatchObject({
      accelerator: 'h100-sxm-80gb',
      gpus: 8,
      usdPerHour: 88.49,
      validFrom: '2026-07-30',
    });
    const aws = lookUp(catalog, 'instance', 'AWS/P5.48xlarge/us-east-1');
    expect(aws.found && aws.row.usdPerHour).toBe(55.04);
  });

  it('flags every undated price, and no price is out of line for its GPU', () => {
    for (const row of catalog.instances) {
      if (row.validFrom === undefined) expect(row.caution, row.id).toBeDefined();
      if (row.accelerator === 'h100-sxm-80gb') {
        expect(row.usdPerHour / row.gpus, row.id).toBeGreaterThan(1.5);
        expect(row.usdPerHour / row.gpus, row.id).toBeLessThan(20);
      }
    }
  });

  it.skipIf(!sharedData('prices', 'gpu_prices.csv'))('repeats the prices of its source', () => {
    const rows = study('prices', 'gpu_prices.csv');
    for (const { id, usdPerHour, gpus } of catalog.instances) {
      const [provider, type, region] = id.split('/');
      const sources = rows.filter(
        (row) =>
          row.provider === provider &&
          row.instance_type === type &&
          (row.region === region || (region === 'all' && row.region.startsWith('all'))),
      );
      const same = sources.filter(
        (row) => Number(row.on_demand_usd_per_hour) === usdPerHour && Number(row.gpu_count) === gpus,
      );
      expect(same.length, id).toBeGreaterThan(0);
      expect(
        same.every((row) => row.price_date.includes('older')),
        id,
      ).toBe(false);
    }
  });

  it.skipIf(!sharedData('gpu', 'hardware.csv'))('repeats the specifications of its source', () => {
    let compared = 0;
    for (const row of study('gpu', 'hardware.csv')) {
      const found = lookUp(catalog, 'accelerator', row.gpu);
      if (!found.found) throw new Error(`no accelerator ${row.gpu}`);
      compared++;
      // Of what the driver shows, CUDA prints a little less.
      const printed = found.row.deviceVisibleBytes / Number(row.device_visible_bytes);
      expect(printed, row.gpu).toBeGreaterThan(0.97);
      expect(printed, row.gpu).toBeLessThanOrEqual(1);
      expect(found.row.memoryBandwidthGBs, row.gpu).toBe(Number(row.mem_bw_gbs));
      expect(found.row.denseTflops.fp16, row.gpu).toBe(Number(row.bf16_tflops_dense));
      expect(found.row.denseTflops.fp8 ?? 0, row.gpu).toBe(Number(row.fp8_tflops_dense));
    }
    expect(compared).toBe(33);
  });

  it.skipIf(!sharedData('gpu', 'calibration.csv'))(
    'knows every accelerator and model that was measured',
    () => {
      for (const row of study('gpu', 'calibration.csv')) {
        expect(lookUp(catalog, 'accelerator', row.gpu).found, row.gpu).toBe(true);
        expect(lookUp(catalog, 'model', row.model).found, row.model).toBe(true);
      }
    },
  );

  it.skipIf(!sharedData('gpu', 'models.csv'))('computes the KV bytes of its source', () => {
    let compared = 0;
    for (const row of study('gpu', 'models.csv')) {
      if (row.kind === 'image' || row.kind === 'audio') {
        expect(lookUp(catalog, 'sampleModel', row.model).found, row.model).toBe(true);
        continue;
      }
      compared++;
      // Its own note: 15 of 60 layers keep KV, 30,720 bytes. It leaves out what an index keeps.
      const expected = row.model.startsWith('qwen3.5') ? 30_720 : Number(row.kv_bytes_per_token_fp16);
      const of = model(row.model);
      const indexed = of.latentAttention?.index === undefined ? 0 : of.layers * 132;
      const { full, window } = kvBytesPerToken(of, 'bf16');
      expect(full + window, row.model).toBe(expected + indexed);
    }
    expect(compared).toBe(62);
  });
});
