import { dirname, relative, resolve } from 'node:path';
import type { ParsedScenario } from '../../engine/scenario/parse.ts';
import type { Problem } from '../../engine/scenario/problems.ts';
import type { ArrivalDocument, ScenarioDocument } from '../../engine/scenario/schema.ts';
import type { TraceSummary } from '../../engine/scenario/spec.ts';
import { inspectTrace } from '../../engine/workload/trace/inspectTrace.ts';
import { traceProblem } from './inputProblem.ts';
import type { FileStamp } from './traceFiles.ts';
import { inspectTraceFile, TraceFileError } from './traceFiles.ts';

/** What one reading of a trace told. */
export interface TraceFound {
  readonly path: string;
  readonly summary: TraceSummary;
  /** SHA-256 of its text. */
  readonly hash: string;
  readonly stamp: FileStamp;
}

type CheckedScenario = Extract<ParsedScenario, { document: ScenarioDocument }>;
type TraceDocument = Extract<ArrivalDocument, { trace: string }>;

/**
 * Reads every trace of a scenario in full, each once, and gives them by workload id. Paths
 * are relative to the scenario's file. What is wrong with them is added to `problems`.
 */
export async function inspectTraces(
  file: string,
  { document, place }: CheckedScenario,
  problems: Problem[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, TraceFound>> {
  const found = new Map<string, TraceFound>();
  for (const [index, { id, arrivals }] of document.workloads.entries()) {
    if (!('trace' in arrivals)) continue;
    const path = resolve(dirname(file), arrivals.trace);
    try {
      found.set(id, await inspectOne(path, arrivals, signal));
    } catch (error) {
      const problem = traceProblem(error, shownPath(path));
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

/** From here, where it is below; else in full. */
function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

async function inspectOne(path: string, arrivals: TraceDocument, signal: AbortSignal): Promise<TraceFound> {
  const { result, contentHash, stamp } = await inspectTraceFile(
    path,
    (chunks) => inspectTrace(chunks, arrivals),
    signal,
  );
  return { path, summary: result, hash: contentHash, stamp };
}
