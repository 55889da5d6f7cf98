import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { peakFlops } from '../../engine/catalog/acceleratorSchema.ts';
import { lookUp } from '../../engine/catalog/lookUp.ts';
import { expertShare, flops, weightBytes } from '../../engine/serving/modelShape.ts';
import { planWindows, type RequestRow, simulateWindow } from '../../engine/simulate.ts';
import { readCatalog } from '../../host/catalogFiles.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { openTrace } from '../../host/run/traceFiles.ts';

const SCENARIOS = join(import.meta.dirname, '..', '..', 'scenarios');
const signal = new AbortController().signal;

/** What a request may not be quicker than on a pool: seconds a prompt token, and a step that decodes. */
function floorsOf(pool: Awaited<ReturnType<typeof prepareRun>>['checked']['pools'][number]) {
  const catalog = readCatalog();
  const model = lookUp(catalog, 'model', String(pool.model));
  const accelerator = lookUp(catalog, 'accelerator', String(pool.accelerator));
  if (!model.found || !accelerator.found) throw new Error('not in the catalogue');
  const precision = pool.precision === 'auto' ? model.row.nativePrecision : pool.precision;
  const peak = peakFlops(accelerator.row, precision) ?? Number.NaN;
  const { dense, experts } = weightBytes(model.row, precision);
  return {
    perPromptToken: flops(model.row).perToken / (peak * pool.gpusPerReplica),
    perStep:
      (dense + experts * expertShare(model.row)) /
      (accelerator.row.memoryBandwidthGBs * 1e9 * pool.gpusPerReplica),
  };
}

it.each(readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml')))(
  '%s: no request is quicker than the silicon',
  async (name) => {
    const { checked, spec } = await prepareRun(join(SCENARIOS, name), { settings: [], signal });
    const floors = checked.pools.map(floorsOf);
    const rows: RequestRow[] = [];
    const [plan] = planWindows(spec);
    await simulateWindow(spec, plan, {
      openTrace: (path) => openTrace(path),
      onRequest: (row) => rows.push({ ...row }),
    });
    const completed = rows.filter(({ rejection }) => rejection === undefined);
    expect(completed.length).toBeGreaterThan(1000);
    const tooQuick = completed.filter(({ pool, promptTokens, cachedTokens, outputTokens, ...at }) => {
      const { perPromptToken, perStep } = floors[pool];
      const first = at.firstTokenSeconds - at.startSeconds;
      const each = (at.endSeconds - at.firstTokenSeconds) / Math.max(1, outputTokens - 1);
      return first < (promptTokens - cachedTokens) * perPromptToken || (outputTokens > 1 && each < perStep);
    });
    expect(tooQuick).toEqual([]);
  },
  120_000,
);
