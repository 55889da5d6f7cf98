import { endWith } from './cli/endWith.ts';
import { runProgram } from './cli/program.ts';
import { takeClosedStreams } from './terminal/standardStreams.ts';

/** The command line: runs it and leaves the exit code to the process, which ends when all is written out. */
export async function main(args: readonly string[]): Promise<void> {
  takeClosedStreams();
  process.on('uncaughtException', (error) => process.exit(endWith(error)));
  try {
    process.exitCode = await runProgram(args);
  } catch (error) {
    process.exitCode = endWith(error);
  }
}

if (import.meta.main) await main(process.argv.slice(2));
