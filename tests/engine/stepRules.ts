/**
 * What a replica does in a step, one object a sequence and one loop turn a step: no jumps, no
 * closed forms. Both oracles go by it; it is meant to be read beside the rules.
 */

export interface StepRules {
  readonly policy: 'continuous' | 'static';
  readonly chunkedPrefill: boolean;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly blockTokens: number;
  readonly kvBlocks: number;
  /** Groups of layers that draw their blocks from the same kvBlocks: those that keep all, and those that keep a window. */
  readonly kvGroups?: { readonly full: number; readonly window: number; readonly windowTokens: number };
  /** Seconds of a step: prefilled tokens, their attention work, decoding sequences, their context. */
  step(p: number, attention: number, b: number, c: number): number;
  /** What a request passes before the engine has it; nothing, where absent. */
  readonly frontEnd?: FrontEndRules;
}

/** One request after the other for a time by its prompt; then each by itself for a while. Seconds. */
export interface FrontEndRules {
  readonly requestSeconds: number;
  readonly promptTokenSeconds: number;
  readonly latencySeconds: number;
  /** On top of a step, for each request that it admits. */
  readonly admissionSeconds: number;
}

/** Instants of a request; −1 where it has not come to it. */
export interface Times {
  start: number;
  firstToken: number;
  end: number;
}

export interface Sequence {
  readonly times: Times;
  /** When the replica's pool was given it: it cannot start before. */
  readonly arrival: number;
  readonly prompt: number;
  readonly output: number;
  /** Of the prompt, found in the prefix cache; at least one token is computed. */
  readonly cached: number;
  emitted: number;
  inKv: number;
  blocks: number;
  decoding: boolean;
}

export interface StepReplica {
  /** Start of the next step, while none is in progress. */
  boundary: number;
  /** What comes until then joins the next step. */
  joinUntil: number;
  /** End of the step in progress; Infinity without one. */
  end: number;
  free: number;
  running: Sequence[];
  waiting: Sequence[];
  scheduled: { sequence: Sequence; tokens: number }[];
  /** Requests that the step in progress took into the batch. */
  admitted: number;
  /** Still in the front end, in order, and when they reach the engine. */
  front: { sequence: Sequence; reaches: number }[];
  /** Until when the front end has somebody. */
  frontFree: number;
}

export interface StepTally {
  preemptions: number;
  steps: number;
  busySeconds: number;
  kvPeakBlocks: number;
}

/** A step end and a dated event no further apart are simultaneous. */
export const SIMULTANEOUS_SECONDS = 1e-6;

export function createStepReplica(rules: StepRules): StepReplica {
  return {
    boundary: 0,
    joinUntil: Number.NEGATIVE_INFINITY,
    end: Number.POSITIVE_INFINITY,
    free: rules.kvBlocks,
    running: [],
    waiting: [],
    scheduled: [],
    admitted: 0,
    front: [],
    frontFree: Number.NEGATIVE_INFINITY,
  };
}

/** Requests that a replica has, wherever in it they are. */
export function inHand({ running, waiting, front }: StepReplica): number {
  return running.length + waiting.length + front.length;
}

/** A request comes to a replica: to the engine at once, or through the front end. */
export function receive(rules: StepRules, r: StepReplica, sequence: Sequence, now: number): void {
  if (rules.frontEnd === undefined) {
    giveSequence(r, sequence, now);
    return;
  }
  const { requestSeconds, promptTokenSeconds, latencySeconds } = rules.frontEnd;
  r.frontFree = Math.max(now, r.frontFree) + requestSeconds + promptTokenSeconds * sequence.prompt;
  r.front.push({ sequence, reaches: r.frontFree + latencySeconds });
}

/** When the next request leaves a replica's front end; Infinity where none is in it. */
export function nextReach({ front }: StepReplica): number {
  return front[0]?.reaches ?? Number.POSITIVE_INFINITY;
}

/** The engine has the first request of the front end, for which it is time. */
export function leaveFront(r: StepReplica): void {
  const first = r.front.shift();
  if (first !== undefined) giveSequence(r, first.sequence, first.reaches);
}

/** Tokens that a sequence holds once its prompt and what it has emitted are computed. */
const target = (s: Sequence): number => s.prompt + s.emitted;

/**
 * Blocks of a sequence with so many tokens, `inStep` of which a step may compute. A group with a window keeps the tokens
 * that the first of these sees (window - 1) and them; one block more, for the window may begin within one.
 */
function blocksOf(rules: StepRules, tokens: number, inStep: number): number {
  const blocks = Math.ceil(tokens / rules.blockTokens);
  if (rules.kvGroups === undefined) return blocks;
  const { full, window, windowTokens } = rules.kvGroups;
  const kept = Math.ceil((windowTokens - 1 + inStep) / rules.blockTokens) + 1;
  return full * blocks + window * Math.min(blocks, kept);
}

/** While a prompt is computed: a step may compute as much of it as its budget, all of it where it is not cut. */
function promptBlocks(rules: StepRules, tokens: number): number {
  const isCut = rules.policy === 'continuous' && rules.chunkedPrefill;
  return blocksOf(rules, tokens, isCut ? rules.maxBatchedTokens : Number.POSITIVE_INFINITY);
}

/** Whether so long a request can never be in the replica's memory. */
export function exceedsKv(rules: StepRules, prompt: number, output: number): boolean {
  return promptBlocks(rules, prompt + Math.max(1, output) - 1) > rules.kvBlocks;
}

/** Puts it last in `waiting`; an idle replica's next step starts no earlier than now. */
function giveSequence(r: StepReplica, sequence: Sequence, now: number): void {
  if (r.running.length + r.waiting.length === 0) {
    r.boundary = Math.max(r.boundary, now);
    r.joinUntil = now;
  }
  r.waiting.push(sequence);
}

function admit(rules: StepRules, r: StepReplica, tokens: number): void {
  const s = r.waiting.shift() as Sequence;
  r.admitted++;
  r.running.push(s);
  s.inKv = s.cached;
  s.blocks = promptBlocks(rules, s.inKv + tokens);
  r.free -= s.blocks;
  r.scheduled.push({ sequence: s, tokens });
  if (s.times.start < 0) s.times.start = Math.max(r.boundary, s.arrival);
}

/** Rule 2; what is left of the budget, and whether something was preempted. */
function scheduleRunning(
  rules: StepRules,
  r: StepReplica,
  tally: StepTally,
  budgetBefore: number,
): { budget: number; preempted: boolean } {
  let budget = budgetBefore;
  let preempted = false;
  for (let i = 0; i < r.running.length; i++) {
    const s = r.running[i];
    const tokens = s.decoding ? 1 : Math.min(target(s) - s.inKv, budget);
    const held = s.decoding ? blocksOf(rules, target(s), 1) : promptBlocks(rules, s.inKv + tokens);
    let self = false;
    while (held - s.blocks > r.free) {
      const victim = r.running.pop() as Sequence;
      r.free += victim.blocks;
      victim.blocks = 0;
      victim.inKv = 0;
      victim.decoding = false;
      r.waiting.unshift(victim);
      preempted = true;
      tally.preemptions++;
      if (victim === s) {
        self = true;
        break;
      }
    }
    if (self) break;
    r.free -= held - s.blocks;
    s.blocks = held;
    budget -= tokens;
    r.scheduled.push({ sequence: s, tokens });
  }
  return { budget, preempted };
}

function scheduleStatic(rules: StepRules, r: StepReplica): void {
  if (r.running.length > 0) {
    for (const s of r.running) r.scheduled.push({ sequence: s, tokens: 1 });
    return;
  }
  while (r.waiting.length > 0 && r.running.length < rules.maxSequences) {
    const s = r.waiting[0];
    const need = promptBlocks(rules, s.prompt + Math.max(1, s.output) - 1);
    if (need > r.free) break;
    admit(rules, r, target(s) - s.cached);
    r.free -= need - s.blocks;
    s.blocks = need;
  }
}

function scheduleChunked(rules: StepRules, r: StepReplica, tally: StepTally): void {
  const { budget: left, preempted } = scheduleRunning(rules, r, tally, rules.maxBatchedTokens);
  if (preempted) return;
  let budget = left;
  while (r.waiting.length > 0 && r.running.length < rules.maxSequences && budget > 0) {
    const s = r.waiting[0];
    const tokens = Math.min(target(s) - s.cached, budget);
    if (promptBlocks(rules, s.cached + tokens) > r.free) break;
    admit(rules, r, tokens);
    budget -= tokens;
  }
}

function scheduleWhole(rules: StepRules, r: StepReplica, tally: StepTally): void {
  let budget = rules.maxBatchedTokens;
  let admitted = 0;
  while (r.waiting.length > 0 && r.running.length < rules.maxSequences) {
    const s = r.waiting[0];
    const tokens = target(s) - s.cached;
    if (admitted > 0 && tokens > budget) break;
    if (promptBlocks(rules, target(s)) > r.free) break;
    admit(rules, r, tokens);
    budget -= tokens;
    admitted++;
  }
  if (admitted === 0) scheduleRunning(rules, r, tally, Number.POSITIVE_INFINITY);
}

/** Starts the step at `boundary`: who takes part in it, and when it ends. */
export function beginStep(rules: StepRules, r: StepReplica, tally: StepTally): void {
  r.scheduled = [];
  r.admitted = 0;
  if (rules.policy === 'static') scheduleStatic(rules, r);
  else if (rules.chunkedPrefill) scheduleChunked(rules, r, tally);
  else scheduleWhole(rules, r, tally);
  tally.kvPeakBlocks = Math.max(tally.kvPeakBlocks, rules.kvBlocks - r.free);
  let p = 0;
  let attention = 0;
  let b = 0;
  let c = 0;
  for (const { sequence, tokens } of r.scheduled) {
    if (sequence.decoding) {
      b++;
      c += target(sequence);
    } else {
      p += tokens;
      for (let k = 1; k <= tokens; k++) attention += sequence.inKv + k;
    }
  }
  const seconds = rules.step(p, attention, b, c) + (rules.frontEnd?.admissionSeconds ?? 0) * r.admitted;
  tally.steps++;
  tally.busySeconds += seconds;
  r.end = r.boundary + seconds;
}

/** What no token to come sees is given back once the prompt is computed. */
function leaveWindow(rules: StepRules, r: StepReplica, s: Sequence): void {
  const kept = blocksOf(rules, s.inKv, 1);
  r.free += s.blocks - kept;
  s.blocks = kept;
}

/** Ends the step in progress; who leaves, done, and how many tokens were emitted. */
export function finishStep(rules: StepRules, r: StepReplica): { leaving: Sequence[]; emitted: number } {
  const now = r.end;
  let emitted = 0;
  for (const { sequence, tokens } of r.scheduled) {
    if (!sequence.decoding) {
      sequence.inKv += tokens;
      if (sequence.inKv < target(sequence)) continue;
      sequence.decoding = true;
      if (sequence.times.firstToken < 0) sequence.times.firstToken = now;
      if (rules.policy === 'continuous') leaveWindow(rules, r, sequence);
    }
    sequence.emitted++;
    // A whole batch goes on with those that are done until the longest is.
    if (sequence.emitted <= sequence.output) emitted++;
  }
  // Not before its prompt is computed, however little it gives.
  const done = (s: Sequence): boolean => s.decoding && s.emitted >= s.output;
  const leaving =
    rules.policy === 'static' ? (r.running.every(done) ? [...r.running] : []) : r.running.filter(done);
  for (const s of leaving) {
    s.times.end = now;
    r.free += s.blocks;
  }
  r.running = r.running.filter((s) => !leaving.includes(s));
  r.boundary = now;
  r.joinUntil = now + SIMULTANEOUS_SECONDS;
  r.end = Number.POSITIVE_INFINITY;
  return { leaving, emitted };
}
