import { InputProblemError } from '../files/inputProblem.ts';
import { Interrupted } from '../run/interrupted.ts';
import { EXIT } from './exitCodes.ts';
import { logText, writeError } from '../terminal/standardStreams.ts';
import { problemsText } from './problemsText.ts';

/** The machine's fault, not the input's nor ours; the code tells which, so it needs no report. */
const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EMFILE: 'too many files are open',
  ERR_WORKER_OUT_OF_MEMORY: 'a worker ran out of memory; fewer --workers need less',
};

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
  const { code, path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const reason = code === undefined ? undefined : SYSTEM_REASONS[code];
  if (reason !== undefined) {
    return `${logText(`${path === undefined ? '' : `${path}: `}${reason}.`)}${stack}`;
  }
  return (
    `${logText(`this is a fault of ours: ${message}`)}` +
    'Please report it with this line, the command and the scenario; ' +
    `with FLEETCAST_DEBUG=1 it also says where it happened.\n${stack}`
  );
}
