/** Number formats of weights, as engines name them. */
export const PRECISIONS = ['bf16', 'fp16', 'fp8', 'int8', 'int4', 'fp4', 'mxfp4'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Number formats of the KV cache. */
export const KV_PRECISIONS = ['bf16', 'fp16', 'fp8', 'int8'] as const;
export type KvPrecision = (typeof KV_PRECISIONS)[number];

/**
 * Bytes a quantised weight takes, scales included. int4: 4 bits and, per group of 128,
 * a 16-bit scale and a 4-bit zero point (AWQ, GPTQ). fp4: NVFP4, 4 bits and an 8-bit
 * scale per 16. mxfp4: 4 bits and an 8-bit scale per 32 (OCP Microscaling v1.0).
 */
export const BYTES_PER_WEIGHT: Readonly<Record<Precision, number>> = {
  bf16: 2,
  fp16: 2,
  fp8: 1,
  int8: 1,
  int4: (4 + 20 / 128) / 8,
  fp4: (4 + 8 / 16) / 8,
  mxfp4: (4 + 8 / 32) / 8,
};

/** Bytes of one KV entry. */
export const BYTES_PER_KV_VALUE: Readonly<Record<KvPrecision, number>> = {
  bf16: 2,
  fp16: 2,
  fp8: 1,
  int8: 1,
};
