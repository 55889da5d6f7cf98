import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { peakFlops } from '../../engine/catalog/acceleratorSchema.ts';
import { lookUp } from '../../engine/catalog/lookUp.ts';
import { expertShare, flops, weightBytes } from '../../engine/serving/model/modelShape.ts';
import { planWindows, type RequestRow, simulateWindow } from '../../engine/simulate.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { openTrace } from '../../host/files/traceFiles.ts';

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

/** Of what would be wrong, enough to see what. */
const MOST_SHOWN = 5;

it.each(readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml')))(
  '%s: no request is quicker than the silicon',
  async (name) => {
    const { checked, spec } = await prepareRun(join(SCENARIOS, name), { settings: [], signal });
    const floors = checked.pools.map(floorsOf);
    let completed = 0;
    const tooQuick: RequestRow[] = [];
    const onRequest = (row: RequestRow) => {
      if (row.rejection !== undefined) return;
      completed++;
      const { perPromptToken, perStep } = floors[row.pool];
      const first = row.firstTokenSeconds - row.startSeconds;
      const each = (row.endSeconds - row.firstTokenSeconds) / Math.max(1, row.outputTokens - 1);
      const isTooQuick =
        first < (row.promptTokens - row.cachedTokens) * perPromptToken ||
        (row.outputTokens > 1 && each < perStep);
      if (isTooQuick && tooQuick.length < MOST_SHOWN) tooQuick.push({ ...row });
    };
    for (const plan of planWindows(spec))
      await simulateWindow(spec, plan, { openTrace: (path) => openTrace(path), onRequest });
    expect(completed).toBeGreaterThan(1000);
    expect(tooQuick).toEqual([]);
  },
  300_000,
);
