import { SLOT } from './requestSlot.ts';
import { WORK_COLUMNS, WORK_STRIDE } from './usage.ts';
import type { WindowRecorder } from './windowRecorder.ts';

const HOUR = 3600;
const PER_HOUR = 1 / HOUR;
const { CACHED, COMPLETED_AT, FIRST_TOKEN, OUTPUT, PROMPT, SCHEDULED } = SLOT;

// Own const: see serving/poolState.
const ROW = WORK_STRIDE;
const PREFILL_TOKENS = WORK_COLUMNS.indexOf('prefillTokens');
const ATTENTION_TOKENS = WORK_COLUMNS.indexOf('attentionTokens');
const OUTPUT_TOKENS = WORK_COLUMNS.indexOf('outputTokens');
const DECODE_TOKENS = WORK_COLUMNS.indexOf('decodeTokens');
const CONTEXT_TOKENS = WORK_COLUMNS.indexOf('contextTokens');
const KV_BLOCK_SECONDS = WORK_COLUMNS.indexOf('kvBlockSeconds');
/** Which of them go with the prefill; the others with decoding, KV with both. */
const OF_PREFILL = [PREFILL_TOKENS, ATTENTION_TOKENS].reduce<boolean[]>(
  (of, column) => of.with(column, true),
  new Array<boolean>(ROW).fill(false),
);

/** A request's work as a whole, before it is spread. */
const whole = new Float64Array(ROW);

/**
 * Books the work of the completed request in row `at` of `slots` to the hours in which it was done: what its prefill was
 * evenly over start → first token, what its decoding was evenly over first token → end, all of it at an instant where no
 * time passes between them. What lies outside the window's hours is not its own. A preemption in between is not seen.
 * `hour` of the window holds all of it; −1 where that is not known.
 */
export function recordWork(
  recorder: WindowRecorder,
  account: number,
  pool: number,
  slots: Float64Array,
  at: number,
  hour: number,
): void {
  const leg = recorder.legAt[pool * recorder.accountWorkload.length + account];
  if (hour >= 0) bookWhole(recorder.workRows, leg + hour * ROW, slots, at, recorder.perBlockToken, pool);
  else spread(recorder, leg, pool, slots, at);
}

/**
 * Adds all of a request's work to a row. A prompt holds whole blocks of KV from its start on; while it decodes a sequence
 * holds, in the mean, half of its output beside the prompt, and its last block is half empty. No float crosses the call,
 * which would allocate.
 */
function bookWhole(
  rows: Float64Array,
  row: number,
  slots: Float64Array,
  at: number,
  perBlockTokens: Float64Array,
  pool: number,
): void {
  const prompt = slots[at + PROMPT];
  const cached = slots[at + CACHED];
  const output = slots[at + OUTPUT];
  const first = slots[at + FIRST_TOKEN];
  const prefillSeconds = first - slots[at + SCHEDULED];
  const decodeSeconds = slots[at + COMPLETED_AT] - first;
  const steps = output > 1 ? output - 1 : 0;
  const half = prompt + 0.5 * output;
  const perBlockToken = perBlockTokens[pool];
  rows[row + PREFILL_TOKENS] += prompt - cached;
  rows[row + ATTENTION_TOKENS] += 0.5 * (prompt * (prompt + 1) - cached * (cached + 1));
  rows[row + OUTPUT_TOKENS] += output;
  rows[row + DECODE_TOKENS] += steps;
  rows[row + CONTEXT_TOKENS] += steps * half;
  rows[row + KV_BLOCK_SECONDS] +=
    prefillSeconds * Math.floor((prompt - 0.5) * perBlockToken + 1) +
    decodeSeconds * ((half - 0.5) * perBlockToken + 0.5);
}

/** Spreads a request's work over the hours in which it was done. */
function spread(recorder: WindowRecorder, leg: number, pool: number, slots: Float64Array, at: number): void {
  const { hours, workRows, from } = recorder;
  whole.fill(0);
  bookWhole(whole, 0, slots, at, recorder.perBlockToken, pool);
  const start = slots[at + SCHEDULED] - from;
  const first = slots[at + FIRST_TOKEN] - from;
  const end = slots[at + COMPLETED_AT] - from;
  const promptBlockSeconds =
    (first - start) * Math.floor((slots[at + PROMPT] - 0.5) * recorder.perBlockToken[pool] + 1);
  const hour = Math.floor(start * PER_HOUR);
  let prefilled = hour < 0 ? doneBy(0, start, first) : 0;
  let decoded = hour < 0 ? doneBy(0, first, end) : 0;
  for (let h = Math.max(0, hour); h < hours && h * HOUR <= end; h++) {
    const row = leg + h * ROW;
    const prefilledThen = doneBy((h + 1) * HOUR, start, first);
    const decodedThen = doneBy((h + 1) * HOUR, first, end);
    const prefill = prefilledThen - prefilled;
    const decode = decodedThen - decoded;
    for (let column = 0; column < ROW; column++)
      workRows[row + column] += (OF_PREFILL[column] ? prefill : decode) * whole[column];
    // Of both: what the prompt held before the first token goes with the prefill.
    workRows[row + KV_BLOCK_SECONDS] += (prefill - decode) * promptBlockSeconds;
    prefilled = prefilledThen;
    decoded = decodedThen;
  }
}

/** Share of what goes on evenly from `from` until `until` that is done by an instant. */
function doneBy(instant: number, from: number, until: number): number {
  if (instant >= until) return 1;
  return instant <= from ? 0 : (instant - from) / (until - from);
}
