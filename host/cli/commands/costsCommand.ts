import { readCosts } from '../../questions/costs/readCosts.ts';
import { costsText } from '../../questions/costs/costsText.ts';
import { EXIT } from '../exitCodes.ts';
import { watchInterruption } from '../interruption.ts';
import { readingProgress } from '../readingProgress.ts';
import { jsonText } from '../../report/jsonText.ts';
import { textOptions } from '../standardOutput.ts';
import { writeOut } from '../../terminal/standardStreams.ts';

export interface CostsFlags {
  readonly json: boolean;
  readonly check: boolean;
}

/** `fleetcast costs`: what a cost file in the columns of FOCUS says. */
export async function costsCommand(file: string, { json, check }: CostsFlags): Promise<number> {
  const interruption = watchInterruption();
  const progress = readingProgress();
  try {
    const document = await readCosts(file, check, {
      signal: interruption.signal,
      onRead: (bytes, ofBytes) => progress.tell({ file, share: bytes / ofBytes }),
    });
    progress.stop();
    writeOut(json ? jsonText(document) : costsText(document, textOptions()));
    return EXIT.done;
  } finally {
    progress.stop();
    interruption.dispose();
  }
}
