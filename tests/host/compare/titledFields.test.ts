import { expect, it } from 'vitest';
import { readCatalog } from '../../../host/files/catalogFiles.ts';
import { titledFields } from '../../../host/questions/compare/titledFields.ts';

const field = (path: string, ...values: string[]) => ({ path, field: path, values, differs: [false, true] });

it('names rows of the catalogue as the table above does, and leaves all else as it is', () => {
  const titled = titledFields(
    [
      field('pools.h100.accelerator', 'h100-sxm-80gb', 'not set'),
      field('pools.a.b.price.instance', 'gcp/a3-highgpu-8g/us-central1', 'mine'),
      field('pools.h100.replicas', '2', '4'),
      field('workloads.accelerator', 'h100-sxm-80gb', 'x'),
    ],
    readCatalog(),
  );
  expect(titled.map(({ values }) => values)).toEqual([
    ['NVIDIA H100 SXM5 80 GB', 'not set'],
    ['gcp: a3-highgpu-8g, us-central1', 'mine'],
    ['2', '4'],
    ['h100-sxm-80gb', 'x'],
  ]);
});
