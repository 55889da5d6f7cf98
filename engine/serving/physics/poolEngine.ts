import type { Accelerator } from '../../catalog/acceleratorSchema.ts';
import type { Calibration } from '../../catalog/calibrationSchema.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { lookUp } from '../../catalog/lookUp.ts';
import type { PhysicsProblem } from './physicsProblem.ts';
import { type EngineName, engineName, naturalEngine } from '../stepTime/servingSituation.ts';

interface EnginedPool {
  /** With `@version` where it is known; `auto` where left out. */
  readonly engine?: string | undefined;
  readonly accelerator?: string | Accelerator | undefined;
}

/** The engine of a pool: one that the calibration knows, and that runs on its accelerator; what is wrong joins `problems`. */
export function poolEngine(
  { engine: wanted = 'auto', accelerator }: EnginedPool,
  catalog: Catalog,
  calibration: Calibration,
  problems: PhysicsProblem[],
): EngineName {
  const vendor = vendorOf(accelerator, catalog);
  if (wanted.toLowerCase() === 'auto') return engineName(naturalEngine(vendor));
  const engine = engineName(wanted);
  const known = Object.keys(calibration.step.deviations).flatMap((key) =>
    key.startsWith('engine|') ? [key.slice('engine|'.length)] : [],
  );
  if (!known.includes(engine.family)) {
    problems.push({
      path: ['engine'],
      message: `no measurement of an engine '${wanted}' is known`,
      suggestion: `use auto or one of ${known.sort().join(', ')}, or calibrate with measurements of it`,
    });
  } else if (engine.family === 'tensorrt-llm' && vendor !== undefined && vendor !== 'NVIDIA') {
    problems.push({
      path: ['engine'],
      message: `TensorRT-LLM does not run on accelerators of ${vendor}`,
      suggestion: `use auto, which is ${naturalEngine(vendor)} there`,
    });
  }
  return engine;
}

function vendorOf(accelerator: string | Accelerator | undefined, catalog: Catalog): string | undefined {
  if (typeof accelerator !== 'string') return undefined;
  const found = lookUp(catalog, 'accelerator', accelerator);
  return found.found ? found.row.vendor : undefined;
}
