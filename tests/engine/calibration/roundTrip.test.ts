import { expect, it } from 'vitest';
import { accuracyRows } from '../../../engine/calibration/accuracy.ts';
import { accuracySummary } from '../../../engine/calibration/accuracySummary.ts';
import { bandsOf, crossValidate } from '../../../engine/calibration/crossValidate.ts';
import { readMeasurementsCsv } from '../../../engine/calibration/measurementsCsv.ts';
import { METRICS } from '../../../engine/calibration/measurement.ts';
import { situate } from '../../../engine/calibration/situate.ts';
import { shippedCalibration } from '../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

const HEADER =
  'row_id,kind,gpu,n_gpus,tp,model,precision,engine,batch,concurrency,request_rate,input_tokens,output_tokens,ttft_ms,tpot_ms,e2e_ms,output_tok_s_per_gpu,samples_s';
const KINDS = ['static_step', 'static_e2e', 'prefill', 'single_stream', 'closed_loop', 'offline_saturated'];

/** Measurements of every kind on two accelerators and two models, each figure as given by `of`. */
function table(of: (kind: string, at: number) => string): string {
  let at = 0;
  const rows = ['H100-SXM-80', 'A100-SXM-80'].flatMap((gpu) =>
    ['llama-3.1-8b', 'mixtral-8x7b'].flatMap((model) =>
      [...KINDS, 'open_loop', 'closed_loop_disagg', 'encoder', 'riddle'].flatMap((kind) =>
        [4, 32].map((size) => {
          const load = kind.startsWith('closed')
            ? `,${size},`
            : kind === 'open_loop'
              ? `,,${size / 16}`
              : `${size},,`;
          return `r${at},${kind},${gpu},2,2,${model},bf16,vllm,${load},512,128,${of(kind, at++)}`;
        }),
      ),
    ),
  );
  return [HEADER, ...rows].join('\n');
}

it('finds its own predictions exact, whatever the kind, and learns them from rows that it is given', () => {
  const catalog = readCatalog();
  const read = (text: string) => {
    const found = readMeasurementsCsv(text);
    if (!('measurements' in found)) throw new Error(JSON.stringify(found));
    return found.measurements;
  };
  const guessed = accuracyRows(shippedCalibration(), catalog, read(table(() => '100,10,1000,100,')));
  expect(guessed.length).toBe(80);
  const exact = table((_kind, at) => {
    const { predicted } = guessed[at];
    return METRICS.map((name) => predicted?.[name] ?? '').join(',');
  });
  const again = accuracyRows(shippedCalibration(), catalog, read(exact));
  const errors = again.flatMap(({ error }) =>
    Object.values(error ?? {}).filter((each) => each !== undefined),
  );
  expect(errors.length).toBeGreaterThan(40);
  expect(Math.max(...errors.map(Math.abs))).toBeLessThan(1e-6);

  const situated = read(exact).flatMap((each) => {
    const found = situate(each, catalog);
    return typeof found === 'string' ? [] : [found];
  });
  let fits = 0;
  const left = crossValidate(catalog, situated, () => fits++);
  // Folds, setups (two models on two accelerators), models, accelerators.
  expect(fits).toBe(5 + 4 + 2 + 2);
  expect(accuracySummary(left.calibrated).length).toBeGreaterThan(0);
  const bands = bandsOf(left);
  expect(bands.dense.calibrated.central).toBeLessThan(0.5);
});
