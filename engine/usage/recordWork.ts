import { SLOT } from './requestSlot.ts';
import { WORK_COLUMNS } from './usage.ts';
import { hourOf, type WindowRecorder } from './windowRecorder.ts';

const HOUR = 3600;
// Own consts: see serving/poolState.
const { CACHED, COMPLETED_AT, FIRST_TOKEN, OUTPUT, PROMPT, SCHEDULED } = SLOT;

/** Columns of WORK_COLUMNS: a row is one cache line. */
const ROW = 8;
const PREFILL_TOKENS = WORK_COLUMNS.indexOf('prefillTokens');
const ATTENTION_TOKENS = WORK_COLUMNS.indexOf('attentionTokens');
const OUTPUT_TOKENS = WORK_COLUMNS.indexOf('outputTokens');
const DECODE_TOKENS = WORK_COLUMNS.indexOf('decodeTokens');
const CONTEXT_TOKENS = WORK_COLUMNS.indexOf('contextTokens');
const KV_BLOCK_SECONDS = WORK_COLUMNS.indexOf('kvBlockSeconds');
const PREFILL_SECONDS = WORK_COLUMNS.indexOf('prefillSeconds');
const DECODE_SECONDS = WORK_COLUMNS.indexOf('decodeSeconds');

/**
 * Books the work of the completed request in row `at` of `slots` to the hours in which it was done: what its prefill was
 * evenly over start → first token, what its decoding was evenly over first token → end, all of it at an instant where no
 * time passes between them. What lies outside the window's hours is not its own. `perBlockToken` is 1 / tokens of a KV
 * block: a prompt holds whole blocks from its start on; while it decodes a sequence holds, in the mean, half of its
 * output beside the prompt, and its last block is half empty. A preemption in between is not seen.
 */
export function recordWork(
  recorder: WindowRecorder,
  account: number,
  pool: number,
  slots: Float64Array,
  at: number,
  perBlockToken: number,
): void {
  const { hours, workRows, from } = recorder;
  const start = slots[at + SCHEDULED] - from;
  const first = slots[at + FIRST_TOKEN] - from;
  const end = slots[at + COMPLETED_AT] - from;
  const hour = hourOf(start);
  const leg = recorder.legAt[pool * recorder.accountWorkload.length + account];
  if (hour >= 0 && hour < hours && end <= (hour + 1) * HOUR) {
    bookParts(workRows, leg + hour * ROW, slots, at, perBlockToken, first - start, end - first, 1, 1);
    return;
  }
  let prefilled = hour < 0 ? doneBy(0, start, first) : 0;
  let decoded = hour < 0 ? doneBy(0, first, end) : 0;
  for (let h = Math.max(0, hour); h < hours && h * HOUR < end; h++) {
    const prefill = doneBy((h + 1) * HOUR, start, first);
    const decode = doneBy((h + 1) * HOUR, first, end);
    bookParts(
      workRows,
      leg + h * ROW,
      slots,
      at,
      perBlockToken,
      first - start,
      end - first,
      prefill - prefilled,
      decode - decoded,
    );
    prefilled = prefill;
    decoded = decode;
  }
}

/** Share of what goes on evenly from `from` until `until` that is done by an instant. */
function doneBy(instant: number, from: number, until: number): number {
  if (instant >= until) return 1;
  return instant <= from ? 0 : (instant - from) / (until - from);
}

/** Adds the shares `prefill` and `decode` of a request's work to a row. */
function bookParts(
  rows: Float64Array,
  row: number,
  slots: Float64Array,
  at: number,
  perBlockToken: number,
  prefillSeconds: number,
  decodeSeconds: number,
  prefill: number,
  decode: number,
): void {
  const prompt = slots[at + PROMPT];
  const cached = slots[at + CACHED];
  const output = slots[at + OUTPUT];
  const steps = output > 1 ? output - 1 : 0;
  const half = 0.5 - 0.5 * perBlockToken;
  const promptBlocks = Math.floor(prompt * perBlockToken + 1 - 0.5 * perBlockToken);
  const decodeBlocks = (prompt + 0.5 * output) * perBlockToken + half;
  rows[row + PREFILL_TOKENS] += prefill * (prompt - cached);
  rows[row + ATTENTION_TOKENS] += prefill * 0.5 * (prompt * (prompt + 1) - cached * (cached + 1));
  rows[row + OUTPUT_TOKENS] += decode * output;
  rows[row + DECODE_TOKENS] += decode * steps;
  rows[row + CONTEXT_TOKENS] += decode * steps * (prompt + 0.5 * output);
  rows[row + KV_BLOCK_SECONDS] +=
    prefill * prefillSeconds * promptBlocks + decode * decodeSeconds * decodeBlocks;
  rows[row + PREFILL_SECONDS] += prefill * prefillSeconds;
  rows[row + DECODE_SECONDS] += decode * decodeSeconds;
}
