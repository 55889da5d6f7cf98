/**
 * The step-by-step simulator: slow, and meant to be read beside the rules. One object a
 * sequence, one loop turn a step, no jumps, no trees; the engine must agree with it.
 */

export interface OracleRequest {
  readonly arrival: number;
  readonly prompt: number;
  /** 0 of an encoder: it holds its prompt while that is computed, and is done at the end of it. */
  readonly output: number;
  readonly cached?: number;
}

export interface OracleRow {
  replica: number;
  start: number;
  firstToken: number;
  end: number;
  rejected?: 'context' | 'kv';
}

export interface OraclePool {
  readonly replicas: number;
  readonly balance: 'round-robin' | 'least-outstanding';
  readonly policy: 'continuous' | 'static';
  readonly chunkedPrefill: boolean;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly blockTokens: number;
  readonly kvBlocks: number;
  readonly maxContextTokens?: number;
  /** With so many requests waiting or running the next one ends the run: the pool is overloaded. */
  readonly mostInHand?: number;
  /** Seconds of a step: prefilled tokens, their attention work, decoding sequences, their context. */
  step(p: number, attention: number, b: number, c: number): number;
}

interface Sequence {
  readonly index: number;
  readonly request: OracleRequest;
  emitted: number;
  inKv: number;
  blocks: number;
  decoding: boolean;
}

interface Replica {
  boundary: number;
  joinUntil: number;
  end: number;
  free: number;
  running: Sequence[];
  waiting: Sequence[];
  scheduled: { sequence: Sequence; tokens: number }[];
  outstanding: number;
  staticUntil: number;
}

const SIMULTANEOUS = 1e-6;

export interface OracleResult {
  readonly rows: OracleRow[];
  readonly preemptions: number;
  readonly steps: number;
  readonly busySeconds: number;
  readonly kvPeakBlocks: number;
}

/** Runs all requests (in order of arrival) to completion, or up to the one that is too many: instants not reached are −1. */
export function runOracle(pool: OraclePool, requests: readonly OracleRequest[]): OracleResult {
  const rows: OracleRow[] = requests.map(() => ({ replica: -1, start: -1, firstToken: -1, end: -1 }));
  const replicas: Replica[] = Array.from({ length: pool.replicas }, () => ({
    boundary: 0,
    joinUntil: Number.NEGATIVE_INFINITY,
    end: Number.POSITIVE_INFINITY,
    free: pool.kvBlocks,
    running: [],
    waiting: [],
    scheduled: [],
    outstanding: 0,
    staticUntil: -1,
  }));
  let turn = 0;
  let isFull = false;
  let nextArrival = 0;
  let preemptions = 0;
  let steps = 0;
  let busySeconds = 0;
  let kvPeakBlocks = 0;
  const blocks = (tokens: number): number => Math.ceil(tokens / pool.blockTokens);
  const target = (s: Sequence): number => s.request.prompt + s.emitted;
  const cachedOf = (s: Sequence): number => Math.min(s.request.cached ?? 0, s.request.prompt - 1);

  const admit = (r: Replica, tokens: number): void => {
    const s = r.waiting.shift() as Sequence;
    r.running.push(s);
    s.inKv = cachedOf(s);
    s.blocks = blocks(s.inKv + tokens);
    r.free -= s.blocks;
    r.scheduled.push({ sequence: s, tokens });
    const row = rows[s.index];
    if (row.start < 0) row.start = Math.max(r.boundary, s.request.arrival);
  };

  /** Rule 2; false when something was preempted. */
  const scheduleRunning = (r: Replica, budgetBefore: number): { budget: number; preempted: boolean } => {
    let budget = budgetBefore;
    let preempted = false;
    for (let i = 0; i < r.running.length; i++) {
      const s = r.running[i];
      const tokens = s.decoding ? 1 : Math.min(target(s) - s.inKv, budget);
      const held = s.decoding ? target(s) : s.inKv + tokens;
      let self = false;
      while (blocks(held) - s.blocks > r.free) {
        const victim = r.running.pop() as Sequence;
        r.free += victim.blocks;
        victim.blocks = 0;
        victim.inKv = 0;
        victim.decoding = false;
        r.waiting.unshift(victim);
        preempted = true;
        preemptions++;
        if (victim === s) {
          self = true;
          break;
        }
      }
      if (self) break;
      r.free -= blocks(held) - s.blocks;
      s.blocks = blocks(held);
      budget -= tokens;
      r.scheduled.push({ sequence: s, tokens });
    }
    return { budget, preempted };
  };

  const begin = (r: Replica): void => {
    r.scheduled = [];
    if (pool.policy === 'static') {
      if (r.running.length === 0) {
        while (r.waiting.length > 0 && r.running.length < pool.maxSequences) {
          const s = r.waiting[0];
          const need = blocks(s.request.prompt + Math.max(1, s.request.output) - 1);
          if (need > r.free) break;
          admit(r, s.request.prompt - cachedOf(s));
          r.free -= need - s.blocks;
          s.blocks = need;
        }
      } else {
        for (const s of r.running) r.scheduled.push({ sequence: s, tokens: 1 });
      }
    } else if (pool.chunkedPrefill) {
      const { budget: left, preempted } = scheduleRunning(r, pool.maxBatchedTokens);
      let budget = left;
      if (!preempted) {
        while (r.waiting.length > 0 && r.running.length < pool.maxSequences && budget > 0) {
          const s = r.waiting[0];
          const tokens = Math.min(target(s) - cachedOf(s), budget);
          if (blocks(cachedOf(s) + tokens) > r.free) break;
          admit(r, tokens);
          budget -= tokens;
        }
      }
    } else {
      let budget = pool.maxBatchedTokens;
      let admitted = 0;
      while (r.waiting.length > 0 && r.running.length < pool.maxSequences) {
        const s = r.waiting[0];
        const tokens = target(s) - cachedOf(s);
        if (admitted > 0 && tokens > budget) break;
        if (blocks(target(s)) > r.free) break;
        admit(r, tokens);
        budget -= tokens;
        admitted++;
      }
      if (admitted === 0) scheduleRunning(r, Number.POSITIVE_INFINITY);
    }
    kvPeakBlocks = Math.max(kvPeakBlocks, pool.kvBlocks - r.free);
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
    const seconds = pool.step(p, attention, b, c);
    steps++;
    busySeconds += seconds;
    r.end = r.boundary + seconds;
  };

  const finish = (r: Replica): void => {
    const now = r.end;
    for (const { sequence, tokens } of r.scheduled) {
      if (sequence.decoding) {
        sequence.emitted++;
        continue;
      }
      sequence.inKv += tokens;
      if (sequence.inKv < target(sequence)) continue;
      sequence.emitted++;
      sequence.decoding = true;
      if (rows[sequence.index].firstToken < 0) rows[sequence.index].firstToken = now;
    }
    // Not before its prompt is computed, however little it gives.
    const done = (s: Sequence): boolean => s.decoding && s.emitted >= s.request.output;
    const leaving =
      pool.policy === 'static' ? (r.running.every(done) ? [...r.running] : []) : r.running.filter(done);
    for (const s of leaving) {
      rows[s.index].end = now;
      r.free += s.blocks;
      r.outstanding--;
    }
    r.running = r.running.filter((s) => !leaving.includes(s));
    r.boundary = now;
    r.joinUntil = now + SIMULTANEOUS;
    r.end = Number.POSITIVE_INFINITY;
  };

  const arrive = (index: number): void => {
    const request = requests[index];
    if (request.prompt + request.output > (pool.maxContextTokens ?? Number.POSITIVE_INFINITY)) {
      rows[index].rejected = 'context';
      return;
    }
    if (blocks(request.prompt + Math.max(1, request.output) - 1) > pool.kvBlocks) {
      rows[index].rejected = 'kv';
      return;
    }
    isFull =
      replicas.reduce((sum, { outstanding }) => sum + outstanding, 0) >=
      (pool.mostInHand ?? Number.POSITIVE_INFINITY);
    if (isFull) return;
    let chosen = 0;
    if (pool.balance === 'round-robin') {
      chosen = turn;
      turn = (turn + 1) % replicas.length;
    } else {
      replicas.forEach((r, i) => {
        if (r.outstanding < replicas[chosen].outstanding) chosen = i;
      });
    }
    const r = replicas[chosen];
    if (r.outstanding === 0) {
      r.boundary = Math.max(r.boundary, request.arrival);
      r.joinUntil = request.arrival;
    }
    r.outstanding++;
    r.waiting.push({ index, request, emitted: 0, inKv: 0, blocks: 0, decoding: false });
    rows[index].replica = chosen;
  };

  for (;;) {
    const arrival = nextArrival < requests.length ? requests[nextArrival].arrival : Number.POSITIVE_INFINITY;
    for (const r of replicas) {
      if (r.end === Number.POSITIVE_INFINITY && r.outstanding > 0 && r.joinUntil < arrival) begin(r);
    }
    let first = replicas[0];
    for (const r of replicas) if (r.end < first.end) first = r;
    if (first.end !== Number.POSITIVE_INFINITY && first.end <= arrival + SIMULTANEOUS) finish(first);
    else if (arrival !== Number.POSITIVE_INFINITY) arrive(nextArrival++);
    else break;
    if (isFull) break;
  }
  return { rows, preemptions, steps, busySeconds, kvPeakBlocks };
}
