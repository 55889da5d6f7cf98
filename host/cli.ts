import { endWith } from './cli/endWith.ts';
import { runProgram } from './cli/program.ts';

/** The command line: runs it and leaves the exit code to the process, which ends when all is written out. */
export async function main(args: readonly string[]): Promise<void> {
  // Whoever reads us may stop early (`| head`): that is no fault of anybody.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  // What standard error cannot take, nobody can be told.
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', (error) => process.exit(endWith(error)));
  try {
    process.exitCode = await runProgram(args);
  } catch (error) {
    process.exitCode = endWith(error);
  }
}

if (import.meta.main) await main(process.argv.slice(2));
