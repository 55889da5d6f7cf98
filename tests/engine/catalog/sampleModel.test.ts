import { describe, expect, it } from 'vitest';
import { lookUp } from '../../../engine/catalog/lookUp.ts';
import { sampleWork } from '../../../engine/catalog/sampleModelSchema.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

function work(id: string) {
  const found = lookUp(readCatalog(), 'sampleModel', id);
  if (!found.found) throw new Error(`no sample model ${id}`);
  return sampleWork(found.row);
}

describe('sampleWork', () => {
  it('counts two FLOPs a parameter and token, and attention, by hand', () => {
    const parts = [{ name: 'a', parameters: 10, passes: 3, tokens: 5, layers: 2, hidden: 4 }];
    // 3 · (2·10·5 + 4·2·4·25) = 3 · 900; 3 · 10 · 2 bytes.
    expect(sampleWork({ parts })).toEqual({ flops: 2700, weightBytesRead: 60 });
  });

  it('takes published FLOPs where a part is no transformer', () => {
    const parts = [{ name: 'a', parameters: 10, passes: 2, tflopsPerPass: 3 }];
    expect(sampleWork({ parts }).flops).toBe(6e12);
  });

  it('has SDXL at 20 guided steps near 240 TFLOPs an image, FLUX at 28 steps an order above', () => {
    expect(work('sdxl').flops / 1e12).toBeGreaterThan(235);
    expect(work('sdxl').flops / 1e12).toBeLessThan(250);
    expect(work('FLUX.1-dev').flops / work('sdxl').flops).toBeGreaterThan(5);
  });
});
