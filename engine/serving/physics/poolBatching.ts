import type { Accelerator } from '../../catalog/acceleratorSchema.ts';
import { ofVersion } from '../../catalog/atVersion.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { EngineScheduling } from '../../catalog/engineSchedulingSchema.ts';
import type { BatchingSpec } from '../../scenario/spec.ts';
import { longestOfStep } from '../model/batchingRules.ts';
import type { EngineName } from '../stepTime/servingSituation.ts';
import type { Named } from './poolReferences.ts';

/** What a document says of a pool's batches; what it leaves out is its engine's. */
export interface BatchingDocument {
  readonly policy?: BatchingSpec['policy'] | undefined;
  readonly chunkedPrefill?: boolean | undefined;
  readonly maxSequences?: number | undefined;
  readonly maxBatchedTokens?: number | undefined;
  readonly blockTokens: number;
}

/** A pool's batches but for the memory that they have. */
export type PoolBatching = Omit<BatchingSpec, 'kvBlocks' | 'kvGroups'>;

/** Limits of a pool that names no version of an engine. */
const USUAL_LIMITS = { sequences: 256, tokens: 2048 } as const;

const GIB = 2 ** 30;

interface ServedOn {
  readonly engine?: EngineName | undefined;
  readonly accelerator?: Named<Accelerator> | undefined;
  /** Tokens of the longest request, as far as it is known. */
  readonly longest?: number | undefined;
  readonly isEncoder?: boolean;
}

/**
 * How a pool's steps are filled: by the rules of the engine that it names, at its version (the newest, where it is not
 * told), and within that version's limits where the document has none. Without a named engine, or one of which nothing is
 * known, as documents were always simulated: prompts are cut and mixed, or not cut and prefilled first.
 */
export function poolBatching(
  document: BatchingDocument,
  { engines }: Pick<Catalog, 'engines'>,
  { engine, accelerator, longest = 0, isEncoder = false }: ServedOn = {},
): PoolBatching {
  const generations = engines.find(({ id }) => id === engine?.family)?.scheduling;
  const generation = engine && generations && ofVersion(generations, engine.version);
  const { policy = 'continuous', chunkedPrefill = true, blockTokens } = document;
  // An encoder only prefills, and a batch that nobody joins has nothing to decide.
  const rules =
    generation && policy === 'continuous' && !isEncoder ? rulesOf(generation, chunkedPrefill) : {};
  const limits = generation && engine.version !== '' ? limitsOf(generation, accelerator) : USUAL_LIMITS;
  const told = { policy, chunkedPrefill, ...rules };
  const mustFit = Number.isFinite(longestOfStep({ ...told, maxBatchedTokens: limits.tokens }));
  const { maxBatchedTokens = Number.POSITIVE_INFINITY } = document;
  const maxSequences = document.maxSequences ?? Math.min(limits.sequences, maxBatchedTokens);
  return {
    ...told,
    maxSequences,
    maxBatchedTokens:
      document.maxBatchedTokens ?? Math.max(limits.tokens, maxSequences, mustFit ? longest : 0),
    blockTokens,
  };
}

function rulesOf(
  { mixes: when, splits, reserved, keepsPreempted }: EngineScheduling,
  isToldToCut: boolean,
): Pick<BatchingSpec, 'chunkedPrefill' | 'mixes' | 'reserved' | 'keepsPreempted'> {
  const chunkedPrefill = splits === 'always' || isToldToCut;
  const mixes = when === 'with-chunks' ? chunkedPrefill : when === 'always';
  return {
    chunkedPrefill,
    ...(mixes !== chunkedPrefill && { mixes }),
    ...(reserved !== undefined && { reserved }),
    ...(keepsPreempted && { keepsPreempted }),
  };
}

function limitsOf({ limits }: EngineScheduling, accelerator: Named<Accelerator> | undefined) {
  const name = accelerator?.name.toLowerCase() ?? '';
  const gib = (accelerator?.value.deviceVisibleBytes ?? 0) / GIB;
  const has = (part: string) => name.includes(part);
  const found = limits.find(
    ({ named, unlessNamed, fromGiB = 0 }) =>
      gib >= fromGiB && (named?.some(has) ?? true) && !(unlessNamed?.some(has) ?? false),
  );
  return found ?? limits[limits.length - 1];
}
