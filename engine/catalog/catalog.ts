import { z } from 'zod';
import { type AcceleratorRow, acceleratorRowSchema } from './acceleratorSchema.ts';
import { type BenchmarkRow, benchmarkRowSchema } from './benchmarkSchema.ts';
import { type EfficiencyRow, efficiencyRowSchema } from './efficiencySchema.ts';
import { type EngineRow, engineRowSchema } from './engineSchema.ts';
import { type InstanceRow, instanceRowSchema } from './instanceSchema.ts';
import { type ModelRow, modelRowSchema } from './modelSchema.ts';
import { nameKey } from './nameKey.ts';
import { type SampleModelRow, sampleModelRowSchema } from './sampleModelSchema.ts';
import { type StartUpRow, startUpRowSchema } from './startUpSchema.ts';

/** What the world offers: dated rows, each with its source. Plain data. */
export interface Catalog {
  readonly accelerators: readonly AcceleratorRow[];
  readonly models: readonly ModelRow[];
  /** Models that make images or read sound. */
  readonly sampleModels: readonly SampleModelRow[];
  readonly instances: readonly InstanceRow[];
  /** The first row is the default of `stepTime: auto`. */
  readonly efficiencies: readonly EfficiencyRow[];
  /** The first row is that of `startUp: auto`. */
  readonly startUps: readonly StartUpRow[];
  /** By family, as `engineName` has it. */
  readonly engines: readonly EngineRow[];
  /** What launch scripts of public benchmarks say; the first row that a measurement agrees with holds. */
  readonly benchmarks: readonly BenchmarkRow[];
}

/** The family whose memory is planned where an engine is not named, or nothing is known of it. */
export const USUAL_ENGINE = 'vllm';

/** Lists whose rows go by names of their own. */
const NAMED = [
  'accelerators',
  'models',
  'sampleModels',
  'instances',
  'efficiencies',
  'startUps',
  'engines',
  'benchmarks',
] as const;

/** The shape of the data files; each holds one or more of the lists. */
const catalogFileSchema = z.strictObject({
  fleetcastCatalog: z.literal(1),
  about: z.string().optional(),
  accelerators: z.array(acceleratorRowSchema).default([]),
  models: z.array(modelRowSchema).default([]),
  sampleModels: z.array(sampleModelRowSchema).default([]),
  instances: z.array(instanceRowSchema).default([]),
  efficiencies: z.array(efficiencyRowSchema).default([]),
  startUps: z.array(startUpRowSchema).default([]),
  engines: z.array(engineRowSchema).default([]),
  benchmarks: z.array(benchmarkRowSchema).default([]),
});

export interface CatalogFile {
  /** Named in problems. */
  readonly name: string;
  /** As parsed from YAML or JSON. */
  readonly content: unknown;
}

export interface CatalogProblem {
  readonly file: string;
  readonly path: string;
  readonly message: string;
}

/**
 * Checks the data files and joins them. Every problem is reported at once: a field that
 * breaks its schema, an id or alias that two rows of a kind share, an instance whose
 * accelerator is unknown, no efficiencies at all, no memory of the usual engine.
 */
export function buildCatalog(
  files: readonly CatalogFile[],
): Catalog | { readonly problems: readonly CatalogProblem[] } {
  const problems: CatalogProblem[] = [];
  const accelerators: AcceleratorRow[] = [];
  const models: ModelRow[] = [];
  const sampleModels: SampleModelRow[] = [];
  const instances: InstanceRow[] = [];
  const efficiencies: EfficiencyRow[] = [];
  const startUps: StartUpRow[] = [];
  const engines: EngineRow[] = [];
  const benchmarks: BenchmarkRow[] = [];
  const owners = new Map<string, string>();
  const instanceFiles: string[] = [];

  for (const { name, content } of files) {
    const parsed = catalogFileSchema.safeParse(content);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        problems.push({ file: name, path: path.join('.'), message });
      continue;
    }
    const { data } = parsed;
    accelerators.push(...data.accelerators);
    models.push(...data.models);
    sampleModels.push(...data.sampleModels);
    instances.push(...data.instances);
    efficiencies.push(...data.efficiencies);
    startUps.push(...data.startUps);
    engines.push(...data.engines);
    benchmarks.push(...data.benchmarks);
    instanceFiles.push(...data.instances.map(() => name));
    for (const kind of NAMED) {
      data[kind].forEach((row, index) => {
        for (const spelling of new Set([row.id, ...row.aliases].map(nameKey))) {
          const key = `${kind} ${spelling}`;
          const owner = owners.get(key);
          if (owner !== undefined) {
            problems.push({
              file: name,
              path: `${kind}.${index}.id`,
              message: `'${row.id}' shares a name with '${owner}'`,
            });
          }
          owners.set(key, row.id);
        }
      });
    }
  }

  instances.forEach((instance, index) => {
    if (accelerators.some((row) => row.id === instance.accelerator)) return;
    const message = `${instance.id} names an accelerator that the catalogue lacks: '${instance.accelerator}'`;
    problems.push({ file: instanceFiles[index], path: 'instances', message });
  });
  if (efficiencies.length === 0) {
    problems.push({
      file: '',
      path: 'efficiencies',
      message: 'no file gives the efficiencies that step times need',
    });
  }
  if (!engines.some(({ id, memory }) => id === USUAL_ENGINE && memory !== undefined)) {
    problems.push({
      file: '',
      path: 'engines',
      message: `no file gives the memory of ${USUAL_ENGINE}, by which plans are made where no engine is named`,
    });
  }
  return problems.length > 0
    ? { problems }
    : { accelerators, models, sampleModels, instances, efficiencies, startUps, engines, benchmarks };
}
