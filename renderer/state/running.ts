import type { RunInfo } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { keepNow } from './autosave.ts';
import { keepResult } from './keepResult.ts';
import { useWorkspace } from './workspace.ts';

/** The runs that are being watched, each until its end. */
const watched = new Map<string, Promise<void>>();

/** Starts the full run of a document's text as it is. Throws what the host says. */
export async function startRun(documentId: string): Promise<void> {
  const document = useWorkspace.getState().documents[documentId];
  if (document === undefined) return;
  // What is run is kept first: a run that is resumed after a crash belongs to a text that is there.
  await keepNow(documentId);
  attachRun(await host.runs.start({ documentId, text: document.text }));
}

/** As `startRun`, and ends with the run. */
export async function runToEnd(documentId: string): Promise<void> {
  await startRun(documentId);
  const run = useWorkspace.getState().runs[documentId];
  if (run !== undefined) await watched.get(run.id);
}

/** Goes on with a run that was cut short. Throws what the host says. */
export async function resumeRun(runId: string): Promise<void> {
  attachRun(await host.runs.resume({ runId }));
}

/** Cancels the full run of a document; finished windows are kept. */
export async function cancelRun(documentId: string): Promise<void> {
  const run = useWorkspace.getState().runs[documentId];
  if (run?.state === 'running') await host.runs.cancel({ runId: run.id });
}

/** Shows how a run goes, now and until its end; then its result. */
function attachRun(run: RunInfo): void {
  showRun(run);
  if (run.state !== 'running' || watched.has(run.id)) return;
  watched.set(
    run.id,
    watch(run.id).finally(() => watched.delete(run.id)),
  );
}

/** Finds the runs that are going already: after a reload, or in another window. */
export async function attachRuns(): Promise<void> {
  for (const run of await host.runs.list()) if (run.state === 'running') attachRun(run);
}

async function watch(runId: string): Promise<void> {
  try {
    for await (const run of await host.runs.watch({ runId })) {
      if (run.state === 'done' && run.resultId !== undefined) {
        keepResult(await host.results.get({ documentId: run.documentId, resultId: run.resultId }));
        forgetRun(run.documentId);
      } else {
        showRun(run);
      }
    }
  } catch {
    // The connection went: once it is back, runs are attached anew.
  }
}

function showRun(run: RunInfo): void {
  useWorkspace.setState(({ runs }) => ({ runs: { ...runs, [run.documentId]: run } }));
}

/** Takes a run that ended off the screen. */
export function forgetRun(documentId: string): void {
  useWorkspace.setState(({ runs }) => {
    const { [documentId]: _gone, ...rest } = runs;
    return { runs: rest };
  });
}
