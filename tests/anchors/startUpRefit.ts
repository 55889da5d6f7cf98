import { median } from 'simple-statistics';
import type { EngineMemory } from '../../engine/catalog/engineMemorySchema.ts';
import { type MemoryPlan, type MemoryPlanInput, planMemory } from '../../engine/serving/memory/memoryPlan.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { START_UP_LOGS, type StartUpLog } from './startUpLogs.ts';
import { GIB, memoryOf, settingOf } from './startUpSettings.ts';

/** A log with what today's plan has for it, where a document can say it. */
interface Sample {
  readonly log: StartUpLog;
  readonly engine: string;
  readonly memory: EngineMemory;
  readonly planned: { readonly setting: MemoryPlanInput; readonly plan: MemoryPlan } | undefined;
  readonly gpus: number;
}

const SAMPLES: readonly Sample[] = START_UP_LOGS.map((log) => {
  const setting = settingOf(log);
  const { engine = 'vllm', tensor: gpus = 1 } = log;
  return {
    log,
    engine,
    memory: memoryOf(log),
    planned: setting && { setting, plan: planMemory(setting) },
    gpus,
  };
});

/** A figure of a generation that is fitted to logs: where it stands, and what a log says of it. */
interface Fitted {
  readonly of: (memory: EngineMemory) => number | undefined;
  readonly put: (memory: EngineMemory, value: number) => EngineMemory;
  readonly from: (samples: readonly Sample[]) => number | undefined;
}

/**
 * What is fitted, in the order in which one follows from another; the forms themselves are not. What generations have
 * in common is one figure, and is fitted to the logs of all of them.
 */
const FITTED: readonly Fitted[] = [
  figure('weightsGiB', ({ log, memory, planned, gpus }) => {
    const printed = log.printed?.weights;
    return printed && planned && (printed - planned.plan.weightBytes / GIB) * gpus + memory.weightsGiB;
  }),
  figure('runtimeGiB', (sample, outside) => (isAlone(sample) ? outside(sample) : undefined)),
  figure('stageRuntimeGiB', ({ log, gpus }) =>
    gpus === 1 && log.pipeline !== undefined ? log.printed?.nonTorch : undefined,
  ),
  ...[0, 1].map(
    (index): Fitted => ({
      of: ({ communicationGiB }) => communicationGiB[index]?.gib,
      put: (memory, gib) => ({
        ...memory,
        communicationGiB: memory.communicationGiB.map((each, at) => (at === index ? { ...each, gib } : each)),
      }),
      from: (some) =>
        printedOrElse(some, (sample, outside) => {
          const { communicationGiB: steps, runtimeGiB } = sample.memory;
          const isOfStep = steps.findLastIndex(({ gpus }) => gpus <= sample.gpus) === index;
          return isOfStep && isFast(sample) === true ? less(outside(sample), runtimeGiB) : undefined;
        }),
    }),
  ),
  figure('slowLinkGiB', (sample, outside) =>
    sample.gpus > 1 && isFast(sample) === false ? less(outside(sample), sample.memory.runtimeGiB) : undefined,
  ),
  {
    of: ({ activations }) => (activations.fixedGiB > 0 ? activations.logitBytes : undefined),
    put: (memory, logitBytes) => ({ ...memory, activations: { ...memory.activations, logitBytes } }),
    from: samplerBytes,
  },
];

/** The generation that printed a log, with what is fitted to it fitted to the other logs alone. */
export function refitWithout(log: StartUpLog): EngineMemory {
  const memory = memoryOf(log);
  const { engine = 'vllm' } = log;
  const generations: readonly EngineMemory[] =
    readCatalog().engines.find(({ id }) => id === engine)?.memory ?? [];
  const isBefore = (of: EngineMemory) => (each: EngineMemory) =>
    generations.indexOf(each) < generations.indexOf(of);
  const others = SAMPLES.filter((each) => each.log.id !== log.id && each.engine === engine);
  // A generation that only this log tells of is planned as the one before it.
  const isKnown = others.some((each) => each.memory === memory && each.planned !== undefined);
  let refit = isKnown ? memory : (generations.findLast(isBefore(memory)) ?? memory);
  for (const { of, put, from } of FITTED) {
    const value = of(refit);
    if (value === undefined) continue;
    const own = from(others.filter((each) => of(each.memory) === value));
    // Where nobody else tells: as the generation before, or else after.
    const unlike = generations.filter((each) => ![undefined, value].includes(of(each)));
    const near = unlike.findLast(isBefore(memory)) ?? unlike[0];
    refit = put(refit, own ?? (near && of(near)) ?? value);
  }
  return refit;
}

type Outside = (sample: Sample) => number | undefined;
type Reading = (sample: Sample, outside: Outside) => number | undefined;

function figure(key: 'weightsGiB' | 'runtimeGiB' | 'stageRuntimeGiB' | 'slowLinkGiB', read: Reading): Fitted {
  return {
    of: (memory) => memory[key],
    put: (memory, value) => ({ ...memory, [key]: value }),
    from: (some) => printedOrElse(some, read),
  };
}

/** The middle of what logs printed; where none did, of what follows from what all else leaves for KV. */
function printedOrElse(some: readonly Sample[], read: Reading): number | undefined {
  const started = some.filter(({ log }) => log.refused === undefined);
  return (
    middle(some.map((sample) => read(sample, ({ log }) => log.printed?.nonTorch))) ??
    middle(started.map((sample) => read(sample, leftOutside)))
  );
}

/** What lies outside of the allocator as it follows from what was free, or from what all else leaves for KV. */
function leftOutside({ log, memory, planned }: Sample): number | undefined {
  if (planned === undefined || (log.pipeline ?? 1) > 1) return undefined;
  const { plan } = planned;
  const device = plan.deviceBytes / GIB;
  if (log.freeBefore !== undefined) return device - log.freeBefore;
  const kv = log.printed?.kv ?? kvOf(log, plan);
  if (kv === undefined) return undefined;
  const other = (plan.usableBytes - plan.kvBytes - plan.runtimeBytes - plan.communicationBytes) / GIB;
  if (memory.share.of === 'device') return plan.memoryUtilization * device - other - kv;
  if (memory.share.of === 'free-after') return device - other - kv / plan.memoryUtilization;
  return device - (kv + other) / plan.memoryUtilization;
}

/** Bytes of logits for a word and a sequence, over all logs whose peak is the sampler's. */
function samplerBytes(some: readonly Sample[]): number | undefined {
  return middle(
    some.map(({ log, memory, planned }) => {
      const printed = log.printed?.activation;
      if (planned === undefined || printed === undefined || (log.pipeline ?? 1) > 1) return undefined;
      const { setting, plan } = planned;
      const { activations: rule } = memory;
      const { maxSequences, maxBatchedTokens } = setting.batching;
      const words = setting.model.vocab * Math.min(maxSequences, rule.logitSequences ?? maxSequences);
      const beside = 2 * maxBatchedTokens * rule.hiddenBeside * setting.model.hidden + rule.fixedGiB * GIB;
      const isSampler = Math.abs(bytesOf(plan, 'activations') - rule.logitBytes * words - beside) < 2;
      const peak = printed * GIB - bytesOf(plan, 'expertWorkspace');
      return isSampler ? (peak - beside) / words : undefined;
    }),
  );
}

function bytesOf({ parts }: MemoryPlan, wanted: string): number {
  return parts.find(({ part }) => part === wanted)?.bytes ?? 0;
}

function isAlone({ log, gpus }: Sample): boolean {
  return gpus === 1 && (log.pipeline ?? 1) === 1;
}

/** Whether its GPUs are joined by more than PCIe; undefined of cards that are not known. */
function isFast({ planned, gpus }: Sample): boolean | undefined {
  const links = planned?.setting.accelerator.interconnects;
  return links?.some((link) => link.gpus >= gpus && link.unidirectionalGBs >= 100);
}

function kvOf({ printed, blockTokens = 16 }: StartUpLog, plan: MemoryPlan): number | undefined {
  const tokens = printed?.kvTokens ?? (printed?.kvBlocks && printed.kvBlocks * blockTokens);
  return tokens && (tokens * plan.kvBytesPerToken) / GIB;
}

function less(all: number | undefined, part: number): number | undefined {
  return all === undefined ? undefined : all - part;
}

function middle(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}
