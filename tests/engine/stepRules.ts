/**
 * What a replica does in a step, one object a sequence and one loop turn a step: no jumps, no
 * closed forms. Both oracles go by it; it is meant to be read beside the rules.
 */

export interface StepRules {
  readonly policy: 'continuous' | 'static';
  /** A prompt may be cut into what a step has room for. */
  readonly chunkedPrefill: boolean;
  /** Prefills and decodes share steps; where absent, as prompts are cut. Else a step prefills, if it can, or decodes. What mixes uncut prompts is given none that is too long for a step. */
  readonly mixes?: boolean;
  /**
   * Who is admitted needs room beside all that run for its whole prompt, and of each for this share of the output still to
   * come. Where absent, for what the step computes; where a cut prompt keeps all others from decoding, never absent.
   */
  readonly reserved?: number;
  /** What a preempted sequence has computed stays in its full blocks until others take them. */
  readonly keepsPreempted?: boolean;
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
  /** Its blocks, where they are told apart. */
  table?: Block[];
}

/** A block, and what somebody preempted has left in it: the tokens of its block `index`. */
interface Block {
  left?: { readonly of: Sequence; readonly index: number } | undefined;
}

export interface StepReplica {
  /** Start of the next step, while none is in progress. */
  boundary: number;
  /** What comes until then joins the next step. */
  joinUntil: number;
  /** End of the step in progress; Infinity without one. */
  end: number;
  free: number;
  /** The free blocks, the one that is taken next first; where they are told apart. */
  freeList: Block[];
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
    freeList: rules.keepsPreempted === true ? Array.from({ length: rules.kvBlocks }, () => ({})) : [],
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

const mixes = (rules: StepRules): boolean => rules.mixes ?? rules.chunkedPrefill;

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

/** Lets a sequence have so many blocks: more come from the front of the free list, those it gives back go to its end, the last first. */
function hold(rules: StepRules, r: StepReplica, s: Sequence, blocks: number): void {
  r.free += s.blocks - blocks;
  s.blocks = blocks;
  if (rules.keepsPreempted !== true) return;
  s.table ??= [];
  while (s.table.length < blocks) {
    const block = r.freeList.shift() as Block;
    block.left = undefined;
    s.table.push(block);
  }
  while (s.table.length > blocks) r.freeList.push(s.table.pop() as Block);
}

/** The newest running gives all back, and waits before all others. */
function preemptNewest(rules: StepRules, r: StepReplica): Sequence {
  const s = r.running.pop() as Sequence;
  // What was emitted last is not computed yet.
  const computed = s.decoding ? target(s) - 1 : s.inKv;
  s.table?.forEach((block, index) => {
    if ((index + 1) * rules.blockTokens <= computed) block.left = { of: s, index };
  });
  hold(rules, r, s, 0);
  s.inKv = 0;
  s.decoding = false;
  r.waiting.unshift(s);
  return s;
}

/** Free blocks that still have what a sequence left in them: from its first on, for as long as none is missing. */
function leftBlocks(r: StepReplica, s: Sequence): Block[] {
  const left: Block[] = [];
  for (;;) {
    const next = r.freeList.find((block) => block.left?.of === s && block.left.index === left.length);
    if (next === undefined) return left;
    left.push(next);
  }
}

/** Tokens that one that waits need not compute. */
function found(rules: StepRules, r: StepReplica, s: Sequence): number {
  return Math.max(s.cached, leftBlocks(r, s).length * rules.blockTokens);
}

function admit(rules: StepRules, r: StepReplica, tokens: number): void {
  const s = r.waiting.shift() as Sequence;
  r.admitted++;
  r.running.push(s);
  s.inKv = found(rules, r, s);
  const left = leftBlocks(r, s);
  r.freeList = r.freeList.filter((block) => !left.includes(block));
  r.free -= left.length;
  s.blocks = left.length;
  s.table = left;
  hold(rules, r, s, promptBlocks(rules, s.inKv + tokens));
  r.scheduled.push({ sequence: s, tokens });
  if (s.times.start < 0) s.times.start = Math.max(r.boundary, s.arrival);
}

/** Whether the first that waits may join, with so many tokens in KV at the end of the step. */
function hasRoom(rules: StepRules, r: StepReplica, s: Sequence, tokens: number): boolean {
  if (promptBlocks(rules, tokens) > r.free) return false;
  const reserved = rules.reserved ?? (rules.chunkedPrefill && !mixes(rules) ? 0 : undefined);
  if (reserved === undefined) return true;
  // The last token that is emitted is never computed.
  const wanted = (x: Sequence): number =>
    target(x) + Math.ceil(reserved * Math.max(0, x.output - 1 - x.emitted));
  const ofRunning = r.running.reduce(
    (sum, x) => sum + (x.decoding ? blocksOf(rules, wanted(x), 1) : promptBlocks(rules, wanted(x))),
    0,
  );
  return ofRunning + promptBlocks(rules, wanted(s)) <= rules.kvBlocks;
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
      preempted = true;
      tally.preemptions++;
      if (preemptNewest(rules, r) === s) {
        self = true;
        break;
      }
    }
    if (self) break;
    hold(rules, r, s, held);
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
    hold(rules, r, s, need);
  }
}

function scheduleMixed(rules: StepRules, r: StepReplica, tally: StepTally): void {
  const { budget: left, preempted } = scheduleRunning(rules, r, tally, rules.maxBatchedTokens);
  if (preempted) return;
  let budget = left;
  while (r.waiting.length > 0 && r.running.length < rules.maxSequences && budget > 0) {
    const s = r.waiting[0];
    const from = found(rules, r, s);
    const tokens = Math.min(target(s) - from, budget);
    if (!rules.chunkedPrefill && from + tokens < target(s)) break;
    if (!hasRoom(rules, r, s, from + tokens)) break;
    admit(rules, r, tokens);
    budget -= tokens;
  }
}

function schedulePrefillFirst(rules: StepRules, r: StepReplica, tally: StepTally): void {
  let budget = rules.maxBatchedTokens;
  const partial = r.running.find((s) => !s.decoding);
  if (partial !== undefined) {
    const tokens = Math.min(target(partial) - partial.inKv, budget);
    hold(rules, r, partial, promptBlocks(rules, partial.inKv + tokens));
    r.scheduled.push({ sequence: partial, tokens });
    budget -= tokens;
  }
  while (r.waiting.length > 0 && r.running.length < rules.maxSequences) {
    const s = r.waiting[0];
    const from = found(rules, r, s);
    const rest = target(s) - from;
    // Uncut it may exceed the budget, and is then alone.
    if (rules.chunkedPrefill ? budget === 0 : r.scheduled.length > 0 && rest > budget) break;
    const tokens = rules.chunkedPrefill ? Math.min(rest, budget) : rest;
    if (!hasRoom(rules, r, s, from + tokens)) break;
    admit(rules, r, tokens);
    budget -= tokens;
  }
  if (r.scheduled.length === 0) scheduleRunning(rules, r, tally, Number.POSITIVE_INFINITY);
}

/** Starts the step at `boundary`: who takes part in it, and when it ends. */
export function beginStep(rules: StepRules, r: StepReplica, tally: StepTally): void {
  r.scheduled = [];
  r.admitted = 0;
  if (rules.policy === 'static') scheduleStatic(rules, r);
  else if (mixes(rules)) scheduleMixed(rules, r, tally);
  else schedulePrefillFirst(rules, r, tally);
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
  hold(rules, r, s, blocksOf(rules, s.inKv, 1));
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
    hold(rules, r, s, 0);
  }
  r.running = r.running.filter((s) => !leaving.includes(s));
  r.boundary = now;
  r.joinUntil = now + SIMULTANEOUS_SECONDS;
  r.end = Number.POSITIVE_INFINITY;
  return { leaving, emitted };
}
