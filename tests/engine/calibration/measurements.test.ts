import { describe, expect, it } from 'vitest';
import { readMeasurementsCsv } from '../../../engine/calibration/measurementsCsv.ts';

describe('readMeasurementsCsv', () => {
  it('reads by the names of columns, whatever their order, case and mark', () => {
    const text =
      '\uFEFFTPOT_ms,kind,gpu,model,precision,engine,input_tokens,output_tokens,concurrency,notes\r\n' +
      '12.5,closed_loop,H100,llama-3.1-8b,fp8,vLLM,1024,128,16,3000 requests\r\n';
    const read = readMeasurementsCsv(text);
    expect('measurements' in read && read.measurements[0]).toMatchObject({
      kind: 'closed_loop',
      concurrency: 16,
      requests: 3000,
      metrics: { tpot_ms: 12.5 },
      group: 'H100|llama-3.1-8b',
    });
  });

  it('says which columns are missing', () => {
    const read = readMeasurementsCsv('gpu,model\nh100,llama-3.1-8b\n');
    expect('problem' in read && read.problem.message).toMatch(/no column kind, precision, engine/);
  });

  it('wants something measured', () => {
    const read = readMeasurementsCsv('kind,gpu,model,precision,engine,input_tokens,output_tokens\n');
    expect('problem' in read && read.problem.message).toMatch(/measures nothing/);
  });

  const HEADER = 'kind,gpu,n_gpus,model,precision,engine,input_tokens,output_tokens,concurrency,tpot_ms';
  it.each([
    ['closed_loop,H100,1,m,fp8,vLLM,"1,024",128,16,9', "input_tokens '1,024' is not a number from 0"],
    ['closed_loop,H100,1,m,fp8,vLLM,,128,16,9', 'input_tokens is empty'],
    ['closed_loop,H100,1,m,fp8,vLLM,64,,16,9', 'output_tokens is empty'],
    ['closed_loop,H100,1.5,m,fp8,vLLM,64,8,16,9', "n_gpus '1.5' is not a whole number from 1"],
    ['closed_loop,H100,1,m,fp8,vLLM,64,8,-4,9', "concurrency '-4' is not a number above 0"],
    ['closed_loop,H100,1,m,fp8,vLLM,64,8,16,9 ms', "tpot_ms '9 ms' is not a number from 0"],
  ])('says of a row what cannot be read: %s', (row, problem) => {
    const read = readMeasurementsCsv(`${HEADER}\n${row}\nclosed_loop,H100,1,m,fp8,vLLM,64,8,16,9\n`);
    expect('measurements' in read && read.measurements.map((each) => each.problem)).toEqual([
      problem,
      undefined,
    ]);
  });

  it.each([
    ['0.95', 0.95, undefined],
    ['', undefined, undefined],
    ['95', undefined, "memory_utilization '95' is not a share above 0 and up to 1"],
  ])('takes the share of memory that a run was given: %j', (cell, share, problem) => {
    const read = readMeasurementsCsv(
      `${HEADER},memory_utilization\nclosed_loop,H100,1,m,fp8,vLLM,64,8,16,9,${cell}\n`,
    );
    expect('measurements' in read && read.measurements[0].memoryUtilization).toBe(share);
    expect('measurements' in read && read.measurements[0].problem).toBe(problem);
  });

  it('wants no tokens of images, and no outputs of what emits none', () => {
    const rows = ['image_offline,H100,1,sdxl,fp16,x,,,,', 'encoder,H100,1,bert-large,fp16,x,128,,,'];
    const read = readMeasurementsCsv(`${HEADER}\n${rows.join('\n')}\n`);
    expect('measurements' in read && read.measurements.map(({ problem }) => problem)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['gpus', 'n_gpus'],
    ['ttft', 'ttft_ms'],
    ['output_tok_s', undefined],
    ['reqest_rate', 'request_rate'],
    ['colour', undefined],
  ])('does not pass over a misspelt column: %s', (column, meant) => {
    const header = HEADER.replace('n_gpus,', '');
    const read = readMeasurementsCsv(`${header},${column}\n`);
    expect('problem' in read ? read.problem.message : undefined).toBe(
      meant && `column '${column}' is not known: did you mean ${meant}?`,
    );
  });

  it('tells of a row that a comma in a number has shifted', () => {
    const read = readMeasurementsCsv(`${HEADER}\nclosed_loop,H100,1,m,fp8,vLLM,1,024,128,16,9\n`);
    expect('measurements' in read && read.measurements[0].problem).toBe(
      'has more cells than there are columns',
    );
  });

  it.each([
    ['1,000 requests', 1000],
    ['of 64 requests each', 64],
    ['0 requests', undefined],
    ['many requests', undefined],
  ])('takes the requests of a run from its notes: %s', (notes, requests) => {
    const read = readMeasurementsCsv(`${HEADER},notes\nclosed_loop,H100,1,m,fp8,vLLM,64,8,16,9,"${notes}"\n`);
    expect('measurements' in read && read.measurements[0].requests).toBe(requests);
  });

  it('does not pass over rows that an open quote swallows', () => {
    const read = readMeasurementsCsv(
      `${HEADER},notes\nencoder,H100,1,m,fp16,x,128,0,1,9,"open\nencoder,H100,1,m,fp16,x,128,0,1,9,\n`,
    );
    expect('problem' in read && read.problem).toEqual({
      path: 'line 2',
      message: expect.stringMatching(/^a quote is never closed/) as string,
    });
  });
});
