import { FIRST_EXAMPLE } from '../../backRoom/examples.ts';
import type { inProcessClient } from '../../calls/inProcessClient.ts';

/** What there is to say of the first example: its verdict, or why there is none. */
export interface ExampleVerdict {
  readonly isThere: boolean;
  readonly text: string;
}

/**
 * Runs the first example in full and says what came out. Whoever uses the app meanwhile may cancel the run, and it
 * may fail: that is said, and nothing is thrown.
 */
export async function exampleVerdict(host: ReturnType<typeof inProcessClient>): Promise<ExampleVerdict> {
  const without = (reason: string): ExampleVerdict => ({
    isThere: false,
    text: `The first example has no verdict this time: ${reason}`,
  });
  try {
    const { id, text, savedText } = await host.documents.openExample({ example: FIRST_EXAMPLE });
    let last = await host.runs.start({ documentId: id, text: savedText ?? text });
    for await (const info of await host.runs.watch({ runId: last.id })) last = info;
    if (last.resultId === undefined) return without(last.failure?.sentence ?? 'its run was cancelled.');
    const { run } = await host.results.get({ documentId: id, resultId: last.resultId });
    return { isThere: true, text: `${run.name}\n${run.verdict}` };
  } catch (error) {
    return without(error instanceof Error ? error.message : String(error));
  }
}
