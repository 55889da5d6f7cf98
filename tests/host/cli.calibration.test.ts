import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

const HEADER =
  'row_id,kind,gpu,n_gpus,tp,model,precision,engine,engine_version,concurrency,input_tokens,output_tokens,ttft_ms,tpot_ms';
const ROWS = [4, 8, 16, 32, 64, 128].map(
  (concurrency, i) =>
    `mine-${i},closed_loop,H100-SXM-80,1,1,llama-3.1-8b,bf16,vLLM,0.99,${concurrency},1024,256,${100 + concurrency},${20 + concurrency / 4}`,
);
const TABLE = `${[HEADER, ...ROWS].join('\n')}\n`;

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

describe('fleetcast calibrate', () => {
  it('fits over the shipped calibration, and a scenario takes what it wrote', async () => {
    desk.write('mine.csv', TABLE);
    const fitted = await runHere(['calibrate', 'mine.csv', '--out', 'mine.json', '--json'], desk);
    expect(fitted.stderr).toBe('');
    expect(fitted.code).toBe(0);
    const document = JSON.parse(fitted.stdout);
    expect(document.rows).toBe(6);
    expect(document.inSample.groupMape).toBeLessThan(0.15);
    expect(document.leftOut.calibrated.rows).toBe(6);

    const before = await runHere(['accuracy', 'mine.csv', '--json'], desk);
    const after = await runHere(['accuracy', 'mine.csv', '--json', '--calibration', 'mine.json'], desk);
    const score = (text: string) =>
      JSON.parse(text).summary.find((cell: { metric: string }) => cell.metric === 'score').groupMape;
    expect(score(after.stdout)).toBeLessThan(score(before.stdout) / 2);
  });

  it('carries the errors of its own points into forecasts of the pair', async () => {
    // Ten times as quick as can be.
    desk.write(
      'odd.csv',
      TABLE.replaceAll(/,(\d+(?:\.\d+)?)\n/g, (_row, tpot: string) => `,${Number(tpot) / 30}\n`),
    );
    const fitted = await runHere(['calibrate', 'odd.csv', '--out', 'odd.json'], desk);
    expect(fitted.stdout).toMatch(
      /are off by \d+.*% and more when left out: nothing that was measured is like them/,
    );
    const bands = async (...flags: string[]) => {
      const { stdout } = await runHere(['accuracy', 'mine.csv', '--json', ...flags], desk);
      const [low, high] = JSON.parse(stdout).rows[0].band.tpot_ms;
      return high / low;
    };
    desk.write('mine.csv', TABLE);
    expect(await bands('--calibration', 'odd.json')).toBeGreaterThan(2 * (await bands()));
    const good = await runHere(['calibrate', 'mine.csv', '--out', 'mine.json'], desk);
    expect(good.stdout).not.toMatch(/nothing that was measured is like them/);
  });

  it('names the pairs of its own file that have too few points, and no others', async () => {
    const [header] = TABLE.split('\n');
    const columns = header.split(',');
    const row = (gpu: string) =>
      columns
        .map(
          (name) =>
            ({
              row_id: gpu,
              kind: 'closed_loop',
              gpu,
              n_gpus: 1,
              tp: 1,
              model: 'llama-3.1-8b',
              precision: 'bf16',
              engine: 'vLLM',
              concurrency: 8,
              input_tokens: 1024,
              output_tokens: 256,
              tpot_ms: 12,
            })[name] ?? '',
        )
        .join(',');
    // The shipped calibration has enough of the one, and none of the other; and too few of others that are not asked for.
    desk.write('few.csv', `${header}\n${row('H100-SXM-80')}\n${row('MI300X')}\n`);
    const { code, stdout } = await runHere(['calibrate', 'few.csv', '--json'], desk);
    expect(code).toBe(0);
    const { borrowed } = JSON.parse(stdout) as { borrowed: string[] };
    expect(borrowed).toHaveLength(1);
    expect(borrowed[0]).toMatch(/^mi300x-192gb\|.*: 1 of 5 points$/);
  });

  it('takes a benchmark’s report once it is told what it ran on', async () => {
    const run = {
      model_id: 'meta-llama/Llama-3.1-8B-Instruct',
      completed: 10,
      request_rate: 'inf',
      max_concurrency: 16,
      total_input_tokens: 10_240,
      total_output_tokens: 2560,
      mean_tpot_ms: 14,
      mean_ttft_ms: 90,
    };
    desk.write('run.json', JSON.stringify(run));
    const silent = await runHere(['calibrate', 'run.json'], desk);
    expect(silent.code).toBe(2);
    expect(silent.stderr).toMatch(
      /run\.json: a benchmark’s report does not say what it ran on\n {2}add --accelerator/,
    );
    const told = await runHere(['calibrate', 'run.json', '--accelerator', 'h100', '--gpus', '1'], desk);
    expect(told.stderr).toBe('');
    expect(told.stdout).toMatch(/Fitted to 1 measurement/);
    expect(told.stdout).toMatch(/Error of all figures .*\n {2}in the fit .*\(1 row\)/);
    const asked = await runHere(['accuracy', 'run.json', '--accelerator', 'h100'], desk);
    expect(asked.stdout).toMatch(/closed_loop {2}calibrated: ttft_ms 90, /);
  });

  it('counts no row that nothing can be fitted to', async () => {
    desk.write('odd.csv', `${TABLE}${ROWS.map((row) => row.replace('closed_loop', 'wibble')).join('\n')}\n`);
    const { stdout } = await runHere(['calibrate', 'odd.csv'], desk);
    expect(stdout).toMatch(/^Fitted to 6 measurements/);
    expect(stdout).toMatch(/Not used, 6: of kind 'wibble' with no figure to fit\./);
    desk.write('only.csv', TABLE.replaceAll('closed_loop', 'wibble'));
    const answer = await runHere(['calibrate', 'only.csv'], desk);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toMatch(/of kind 'wibble' with no figure to fit\n {2}nothing is left to fit/);
  });

  it.each([
    [['--exclude', 'mine'], /excluded by 'mine'\n {2}nothing is left to fit/],
    [['--date', 'yesterday'], /It must be a day such as 2026-01-31/],
    [['--exclude', 'yours'], /no row's id contains 'yours'/],
  ])('refuses what leaves nothing to write: %j', async (flags, sentence) => {
    desk.write('mine.csv', TABLE);
    const answer = await runHere(['calibrate', 'mine.csv', ...flags], desk);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toMatch(sentence);
  });

  it('says which columns are missing, and writes nothing', async () => {
    desk.write('bad.csv', 'gpu,model,tpot_ms\nH100,llama-3.1-8b,10\n');
    const files = desk.files();
    const answer = await runHere(['calibrate', 'bad.csv', '--out', 'out.json'], desk);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toMatch(
      /bad\.csv: line 1: has no column kind, precision, engine, input_tokens, output_tokens/,
    );
    expect(desk.files()).toEqual(files);
  });
});

describe('fleetcast accuracy', () => {
  it('lists runs of a report that cannot be read', async () => {
    const run = { model_id: 'llama-3.1-8b', completed: 9, total_input_tokens: 900, total_output_tokens: 900 };
    const runs = [
      { ...run, request_rate: 'inf', max_concurrency: 4, mean_tpot_ms: 9, mean_ttft_ms: 50 },
      { ...run, completed: 0 },
    ];
    desk.write('runs.jsonl', runs.map((each) => JSON.stringify(each)).join('\n'));
    const { stdout } = await runHere(['accuracy', 'runs.jsonl', '--accelerator', 'h100'], desk);
    expect(stdout).toMatch(/Not predicted: 1 of 2 rows/);
    expect(stdout).toMatch(/line 2: completed {2}unread {2}not predicted: no request was completed/);
  });

  it('gives prediction, band and error, or a reason, for each row', async () => {
    const spelt =
      'spelt,closed_loop,H100-SXM-80,1,1,meta-llama/Llama-3.1-8B-FP8,bf16,vLLM,,8,1024,256,100,10';
    const unknown = 'odd,closed_loop,H100-SXM-80,1,1,no-such-model,bf16,vLLM,,8,1024,256,100,10';
    const image = 'img,image_offline,H100-SXM-80,1,1,sdxl,fp16,TensorRT,,8,0,0,,';
    desk.write('rows.csv', `${TABLE}${unknown}\n${image}\n${spelt}\n`);
    const answer = await runHere(['accuracy', 'rows.csv', '--json'], desk);
    expect(answer.code).toBe(0);
    const { rows, unpredicted } = JSON.parse(answer.stdout);
    expect(rows).toHaveLength(9);
    expect(unpredicted).toBe(2);
    expect(rows[8].reason).toMatch(/did you mean llama-3\.1-8b with precision fp8\?/);
    const [first] = rows;
    expect(first.error.tpot_ms).toBeCloseTo(first.predicted.tpot_ms / first.measured.tpot_ms - 1, 12);
    expect(first.band.tpot_ms[0]).toBeLessThan(first.predicted.tpot_ms);
    expect(first.band.tpot_ms[1]).toBeGreaterThan(first.predicted.tpot_ms);
    expect(rows[6].reason).toMatch(/no model 'no-such-model'/);
    expect(rows[7].predicted.samples_s).toBeGreaterThan(0);
    const text = await runHere(['accuracy', 'rows.csv'], desk);
    expect(text.stdout).toMatch(/Not predicted: 2 of 9 rows/);
    expect(text.stdout).toMatch(/odd {2}closed_loop {2}not predicted: the catalogue has no model/);
  });
});

describe('a calibration that a scenario names', () => {
  it.each([
    ['where it does not check', 2, /s\.yaml:3:\d+: calibration: \.\/cal\.json: date: /],
    [
      'in one sentence where it is none',
      undefined,
      /^s\.yaml:3:\d+: .*: fleetcastCalibration: is missing: this is no calibration[^\n]*\n {2}a calibration is written by[^\n]*\n$/,
    ],
    [
      'in one sentence where it is of another version',
      1,
      /^s\.yaml:3:\d+: .*: fleetcastCalibration: is of another version: calibrate anew[^\n]*\n {2}a calibration is written by[^\n]*\n$/,
    ],
  ])('is refused with its place %s', async (_what, version, sentence) => {
    desk.write('cal.json', JSON.stringify({ fleetcastCalibration: version, rows: -1 }));
    desk.write(
      's.yaml',
      `fleetcast: 1
name: s
calibration: ./cal.json
horizon: { hours: 1 }
workloads: [{ id: w, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: { fixed: 100 }, outputTokens: { fixed: 10 }, target: p }]
pools: [{ id: p, model: llama-3.1-8b, accelerator: h100-sxm-80gb }]
`,
    );
    const answer = await runHere(['validate', 's.yaml'], desk);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toMatch(sentence);
  });
});
