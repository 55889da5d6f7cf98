import { InputProblemError } from '../files/inputProblem.ts';
import { Interrupted } from '../run/interrupted.ts';
import { troubleOf } from '../files/systemReason.ts';
import { EXIT } from './exitCodes.ts';
import { logText, writeError } from '../terminal/standardStreams.ts';
import { problemsText } from './problemsText.ts';

/** Says on standard error why a command ended, and gives the exit code. */
export function endWith(error: unknown, write: (text: string) => void = writeError): number {
  if (error instanceof InputProblemError) {
    write(problemsText(error.problems));
    return EXIT.input;
  }
  if (error instanceof Interrupted) {
    write(interruptedText(error));
    return EXIT.interrupted;
  }
  write(faultText(error));
  return EXIT.fault;
}

function interruptedText({ done, total }: Interrupted): string {
  const kept = total === 0 ? '' : `: ${done} of ${total} ${total === 1 ? 'window' : 'windows'} done`;
  return `fleetcast: interrupted${kept}. Run the same command again to go on from there.\n`;
}

function faultText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && process.env.FLEETCAST_DEBUG ? logText(String(error.stack)) : '';
  const trouble = troubleOf(error);
  // Not the input's fault nor ours, so it needs no report.
  if (trouble !== undefined) {
    const { path } = error as NodeJS.ErrnoException;
    const of = trouble.whose === 'store' ? 'the store' : path;
    return `${logText(`${of === undefined ? '' : `${of}: `}${trouble.reason}.`)}${stack}`;
  }
  return (
    `${logText(`this is a fault of ours: ${message}`)}` +
    'Please report it with this line, the command and the scenario; ' +
    `with FLEETCAST_DEBUG=1 it also says where it happened.\n${stack}`
  );
}
