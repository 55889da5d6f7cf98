import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acceleratorSchema } from '../../../engine/catalog/acceleratorSchema.ts';
import { buildCatalog } from '../../../engine/catalog/catalog.ts';
import { modelSchema } from '../../../engine/catalog/modelSchema.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

const row = { source: 'a datasheet', date: '2026-01-02' };
const accelerator = {
  id: 'x1',
  vendor: 'X',
  deviceVisibleBytes: 1e9,
  memoryBandwidthGBs: 100,
  denseTflops: { fp16: 10 },
  ...row,
};
const efficiency = {
  id: 'e1',
  computeEfficiency: 0.5,
  memoryEfficiency: 0.5,
  linkEfficiency: 0.5,
  stepOverheadMs: 1,
  perLayerOverheadMs: 0,
  perSequenceMs: 0,
  allReduceLatencyMs: 0,
  networkUnidirectionalGBs: 10,
  ...row,
};
const engine = {
  id: 'vllm',
  memory: [
    {
      from: '0',
      share: { of: 'device', default: 0.9 },
      activations: { hiddenCopies: 4, feedForwardCopies: 3, logitBytes: 8 },
      runtimeGiB: 1,
      ...row,
    },
  ],
  ...row,
};
const instance = { id: 'p/x/r', accelerator: 'x1', gpus: 1, usdPerHour: 1, ...row };
const tiny = { layers: 2, hidden: 8, heads: 4, kvHeads: 2, headDim: 2, ffn: 16, vocab: 10, maxContext: 100 };

function problemsOf(...contents: unknown[]) {
  const built = buildCatalog(contents.map((content, i) => ({ name: `file${i}.yaml`, content })));
  return 'problems' in built ? built.problems : [];
}

describe('buildCatalog', () => {
  it('joins files', () => {
    const built = buildCatalog([
      { name: 'a', content: { fleetcastCatalog: 1, accelerators: [accelerator] } },
      {
        name: 'b',
        content: {
          fleetcastCatalog: 1,
          efficiencies: [efficiency],
          engines: [engine],
          instances: [instance],
        },
      },
    ]);
    expect('problems' in built).toBe(false);
    expect(built).toMatchObject({ accelerators: [{ id: 'x1' }], instances: [{ usdPerHour: 1 }] });
  });

  it('reports every wrong field with file and path', () => {
    const problems = problemsOf(
      {
        fleetcastCatalog: 1,
        accelerators: [{ ...accelerator, memoryBandwidthGBs: -1, date: '2026-13-01', colour: 'red' }],
      },
      { fleetcastCatalog: 1, efficiencies: [{ ...efficiency, computeEfficiency: 1.2 }] },
    );
    const places = problems.map(({ file, path }) => `${file} ${path}`);
    expect(places).toContain('file0.yaml accelerators.0.memoryBandwidthGBs');
    expect(places).toContain('file0.yaml accelerators.0.date');
    expect(places).toContain('file0.yaml accelerators.0');
    expect(places).toContain('file1.yaml efficiencies.0.computeEfficiency');
  });

  it('reports a name that two rows share, whatever its spelling', () => {
    const twin = { ...accelerator, id: 'other', aliases: ['X-1'] };
    const problems = problemsOf({
      fleetcastCatalog: 1,
      accelerators: [accelerator, twin],
      efficiencies: [efficiency],
      engines: [engine],
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      path: 'accelerators.1.id',
      message: expect.stringContaining("'x1'"),
    });
  });

  it('reports an instance of an unknown accelerator, and missing efficiencies', () => {
    const problems = problemsOf({
      fleetcastCatalog: 1,
      accelerators: [accelerator],
      instances: [{ ...instance, accelerator: 'x2' }],
    });
    expect(problems.map(({ message }) => message).join('\n')).toMatch(/'x2'[\s\S]*efficiencies/);
  });

  it('reading a directory that does not check throws with every place', () => {
    const directory = mkdtempSync(join(tmpdir(), 'catalog-'));
    try {
      writeFileSync(join(directory, 'a.json'), JSON.stringify({ fleetcastCatalog: 2 }));
      writeFileSync(join(directory, 'notes.txt'), 'not read');
      expect(() => readCatalog(directory)).toThrow(/a\.json: fleetcastCatalog/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('inline descriptions', () => {
  it('take the physics alone and fill in what is usual', () => {
    expect(modelSchema.parse(tiny)).toMatchObject({
      gated: true,
      tiedEmbeddings: false,
      nativePrecision: 'bf16',
    });
    const parsed = acceleratorSchema.parse({
      deviceVisibleBytes: 1e9,
      memoryBandwidthGBs: 100,
      denseTflops: { fp16: 10 },
    });
    expect(parsed.interconnects).toEqual([]);
  });

  it.each([
    [{ ...tiny, kvHeads: 3 }, 'kvHeads'],
    [{ ...tiny, experts: { count: 4, perToken: 5, ffn: 8 } }, 'experts.perToken'],
    [{ ...tiny, experts: { count: 4, perToken: 2, ffn: 8, layers: 3 } }, 'experts.layers'],
    [{ ...tiny, slidingWindow: { tokens: 4, layers: 3 } }, 'slidingWindow.layers'],
    [{ ...tiny, layers: 0 }, 'layers'],
  ])('are checked for shapes that cannot be (%#)', (model, path) => {
    const parsed = modelSchema.safeParse(model);
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
