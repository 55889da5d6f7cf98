import { z } from 'zod';
import type { Precision } from './precision.ts';
import { catalogRowFields, positive } from './rowFields.ts';

const interconnect = z.strictObject({
  gpus: z.int().min(2).describe('GPUs of one server (or rack) that this link joins'),
  unidirectionalGBs: positive.describe('Each GPU, one direction, 10^9 bytes a second, by datasheet'),
  allReduceGBs: positive
    .optional()
    .describe('What a large all-reduce reached, bytes each GPU sends over time, 10^9 a second, as measured'),
});

const share = z.number().gt(0).max(1);
const matrixShare = z.strictObject({
  compute: share.describe('Of the peak, at thousands of tokens'),
  stream: share.describe('Of the bandwidth that weights are read at, at a few tokens'),
});
export type MatrixShare = z.output<typeof matrixShare>;

const acceleratorFields = {
  deviceVisibleBytes: positive.describe(
    'Memory that CUDA prints (torch.cuda), less than the name says: 79.2 GiB of an H100 of 80 GB',
  ),
  memoryBandwidthGBs: positive.describe('By datasheet, 10^9 bytes a second'),
  tdpWatts: positive.optional().describe('Thermal design power of one, by its maker'),
  denseTflops: z
    .strictObject({
      fp16: positive,
      bf16: positive.optional(),
      fp8: positive.optional(),
      int8: positive.optional(),
      fp4: positive.optional(),
    })
    .describe('Peak of the matrix units by datasheet, without sparsity; a missing format is not supported'),
  interconnects: z
    .array(interconnect)
    .default([])
    .describe('Fastest first, in ascending reach: a replica of g GPUs uses the first that joins g'),
  matrixShares: z
    .strictObject({ bf16: matrixShare.optional(), fp8: matrixShare.optional(), fp4: matrixShare.optional() })
    .optional()
    .describe('What matrix products alone reach, as measured, by format; typical shares where left out'),
};

/** An accelerator as a scenario may describe it inline: physics only. */
export const acceleratorSchema = z.strictObject({ name: z.string().optional(), ...acceleratorFields });
export type Accelerator = z.output<typeof acceleratorSchema>;

/** An accelerator of the catalogue: the same fields, and where they are from. */
export const acceleratorRowSchema = z.strictObject({
  ...catalogRowFields,
  vendor: z.string().min(1),
  ...acceleratorFields,
});
export type AcceleratorRow = z.output<typeof acceleratorRowSchema>;

/**
 * Peak FLOP/s of one GPU for matrix products with weights of this precision, by
 * datasheet; undefined where the part cannot compute in a 16-bit format asked for.
 * Weight-only formats (int4, and fp8 or fp4 on a part without them) are widened to
 * 16 bits first, so they run at the 16-bit peak.
 */
export function peakFlops(accelerator: Accelerator, precision: Precision): number | undefined {
  const { fp16, bf16, fp8, int8, fp4 } = accelerator.denseTflops;
  const sixteenBit = bf16 ?? fp16;
  const tflops = {
    bf16,
    fp16,
    fp8: fp8 ?? sixteenBit,
    int8: int8 ?? sixteenBit,
    int4: sixteenBit,
    fp4: fp4 ?? sixteenBit,
    mxfp4: sixteenBit,
  }[precision];
  return tflops === undefined ? undefined : tflops * 1e12;
}

/** Formats in which matrix products compute; weight-only formats are widened to 16 bits first. */
const COMPUTED_IN: Readonly<Record<Precision, 'bf16' | 'fp8' | 'fp4'>> = {
  bf16: 'bf16',
  fp16: 'bf16',
  int4: 'bf16',
  mxfp4: 'bf16',
  fp8: 'fp8',
  int8: 'fp8',
  fp4: 'fp4',
};

/** Where nobody measured an accelerator: the middle of those measured, by format. */
const TYPICAL_SHARES: Readonly<Record<'bf16' | 'fp8' | 'fp4', MatrixShare>> = {
  bf16: { compute: 0.78, stream: 0.82 },
  fp8: { compute: 0.56, stream: 0.68 },
  fp4: { compute: 0.38, stream: 0.52 },
};

/** What matrix products alone reach of an accelerator's datasheet with weights of this precision. */
export function matrixShareOf({ matrixShares }: Accelerator, precision: Precision): MatrixShare {
  const format = COMPUTED_IN[precision];
  return matrixShares?.[format] ?? TYPICAL_SHARES[format];
}

/** Peak FLOP/s of one GPU for attention, which stays in 16 bits whatever the weights. */
export function attentionPeakFlops(accelerator: Accelerator): number {
  return (accelerator.denseTflops.bf16 ?? accelerator.denseTflops.fp16) * 1e12;
}

/** Share of a link's datasheet figure that a large all-reduce reaches where nobody measured it (NVLink: 0.65 to 1). */
const UNMEASURED_ALL_REDUCE = 0.75;

/**
 * Bytes per second that each of `gpus` sends in a large all-reduce, as measured or else a share of the
 * datasheet's; undefined where no link joins so many.
 */
export function allReduceBytesPerSecond(accelerator: Accelerator, gpus: number): number | undefined {
  const link = accelerator.interconnects.find((each) => each.gpus >= gpus);
  if (link === undefined) return undefined;
  return (link.allReduceGBs ?? link.unidirectionalGBs * UNMEASURED_ALL_REDUCE) * 1e9;
}

/** Bytes per second, one direction, of the link that joins `gpus`; undefined where none reaches. */
export function linkBytesPerSecond(accelerator: Accelerator, gpus: number): number | undefined {
  const link = accelerator.interconnects.find((each) => each.gpus >= gpus);
  return link === undefined ? undefined : link.unidirectionalGBs * 1e9;
}
