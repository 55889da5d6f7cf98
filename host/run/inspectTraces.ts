import { relative } from 'node:path';
import type { ParsedScenario } from '../../engine/scenario/parse.ts';
import type { Problem } from '../../engine/scenario/reading/problem.ts';
import type { ArrivalDocument, ScenarioDocument } from '../../engine/scenario/schema.ts';
import type { TraceSummary } from '../../engine/scenario/spec.ts';
import { inspectTrace } from '../../engine/workload/trace/inspectTrace.ts';
import { canonicalJson } from './canonicalJson.ts';
import { textProblem } from '../files/inputProblem.ts';
import type { FileStamp, Inspecting } from '../files/traceFiles.ts';
import { inspectTraceFile, stampOf, TraceFileError } from '../files/traceFiles.ts';

/** What one reading of a trace told. */
export interface TraceFound {
  readonly path: string;
  readonly summary: TraceSummary;
  /** SHA-256 of its text. */
  readonly hash: string;
  readonly stamp: FileStamp;
}

/** Absolute path of a trace, or a sentence that says why it is not read. */
export type LocatedTrace = { readonly path: string } | { readonly refusal: string };

/** Where the scenario's text is from, and where its traces are. */
export interface TraceSource {
  readonly file: string;
  locateTrace(written: string): LocatedTrace;
}

const TELL_EVERY_MS = 200;

/** How much of a file was read. */
export interface Reading {
  readonly file: string;
  /** 0 to 1. */
  readonly share: number;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Told now and then how far a trace is read: of a long one, that takes minutes. */
  onReading?(reading: Reading): void;
}

type CheckedScenario = Extract<ParsedScenario, { document: ScenarioDocument }>;
type TraceDocument = Extract<ArrivalDocument, { trace: string }>;

/**
 * Reads every trace of a scenario in full, each once, and gives them by workload id.
 * What is wrong with them is added to `problems`.
 */
export async function inspectTraces(
  { file, locateTrace }: TraceSource,
  { document, place }: CheckedScenario,
  problems: Problem[],
  { signal, onReading }: ReadOptions,
): Promise<ReadonlyMap<string, TraceFound>> {
  const found = new Map<string, TraceFound>();
  for (const [index, { id, arrivals }] of document.workloads.entries()) {
    if (!('trace' in arrivals)) continue;
    const located = locateTrace(arrivals.trace);
    if ('refusal' in located) {
      const path = ['workloads', index, 'arrivals', 'trace'];
      problems.push(place({ path, message: `${arrivals.trace} is not read: ${located.refusal}` }));
      continue;
    }
    const { path } = located;
    try {
      const onRead = onReading && seldom((bytes, of) => onReading({ file: path, share: bytes / of }));
      found.set(id, await inspectOne(path, arrivals, { signal, ...(onRead && { onRead }) }));
    } catch (error) {
      const problem = textProblem(error, shownPath(path));
      if (problem === undefined) throw error;
      const field = place({ path: ['workloads', index, 'arrivals', 'trace'], message: problem.message });
      problems.push(
        error instanceof TraceFileError
          ? {
              ...field,
              message: `${arrivals.trace} cannot be read: ${problem.message}`,
              suggestion: `looked for ${path}`,
            }
          : { ...problem, suggestion: `it is the trace of ${field.path} in ${file}` },
      );
    }
  }
  return found;
}

/** At most every `TELL_EVERY_MS`, and not before: a trace that is read by then needs no word. */
function seldom(tell: NonNullable<Inspecting['onRead']>): NonNullable<Inspecting['onRead']> {
  let toldMs = performance.now();
  return (bytes, ofBytes) => {
    if (performance.now() - toldMs < TELL_EVERY_MS) return;
    toldMs = performance.now();
    tell(bytes, ofBytes);
  };
}

/** From here, where it is below; else in full. */
function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

/** What was found of late: an app asks again at every edit, and a file that is as it was tells the same. */
const known = new Map<string, TraceFound>();
const MOST_KNOWN = 64;

async function inspectOne(
  path: string,
  arrivals: TraceDocument,
  inspecting: Inspecting,
): Promise<TraceFound> {
  const before = stampOf(path);
  const key = canonicalJson({ path, arrivals, before });
  const same = known.get(key);
  if (same !== undefined) return same;
  const { result, contentHash, stamp } = await inspectTraceFile(
    path,
    (chunks) => inspectTrace(chunks, arrivals),
    inspecting,
  );
  const found = { path, summary: result, hash: contentHash, stamp };
  const [oldest] = known.keys();
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(key, found);
  return found;
}
