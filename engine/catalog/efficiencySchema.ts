import { z } from 'zod';
import { catalogRowFields, positive } from './rowFields.ts';

const share = z.number().gt(0).max(1);
const milliseconds = z.number().min(0);

/** Share of a datasheet's figures that a serving engine reaches, and what each step adds. */
const stepEfficiencyFields = {
  computeEfficiency: share.describe('Of peak FLOP/s (MFU)'),
  memoryEfficiency: share.describe('Of memory bandwidth (MBU)'),
  linkEfficiency: share.describe('Of the interconnect, ring all-reduce'),
  stepOverheadMs: positive.describe('Scheduler, sampling, launch: each step'),
  perLayerOverheadMs: milliseconds,
  perSequenceMs: milliseconds.describe('Each decoding sequence of a step'),
  allReduceLatencyMs: milliseconds.describe('Each of the two all-reduces of a layer, tensor-parallel only'),
};

/** Defaults of one generation of engines: how fast a step is. */
export const efficiencyRowSchema = z.strictObject({
  ...catalogRowFields,
  ...stepEfficiencyFields,
  networkUnidirectionalGBs: positive.describe('Each GPU, where a replica outgrows its interconnect'),
});
export type EfficiencyRow = z.output<typeof efficiencyRowSchema>;

/** What `stepTime: { roofline: … }` of a pool may override. */
export const stepEfficiencySchema = z.strictObject(stepEfficiencyFields);
export type StepEfficiency = z.output<typeof stepEfficiencySchema>;
