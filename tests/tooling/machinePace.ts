/** What the loop takes on the machine that limits of time were set on, with nobody else at work, ms. */
const NOMINAL_MS = 110;
const TURNS = 20_000_000;

/**
 * How many times as long as on the machine of reference a fixed piece of arithmetic takes here and now, at
 * least 1. Limits of wall time are multiplied by it, so that a slow machine or a busy neighbour does not fail a
 * test of ours, and a change of ours still does.
 */
export function machinePace(): number {
  return pace(() => performance.now());
}

/** The same for limits of CPU time: what this process took of it. */
export function cpuPace(): number {
  return pace(() => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
  });
}

function pace(now: () => number): number {
  const startedMs = now();
  let value = 1;
  for (let turn = 0; turn < TURNS; turn++) value = (value * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff;
  // Asked for, so that the loop is not taken out.
  if (value < 0) throw new Error('the generator left its range');
  return Math.max(1, (now() - startedMs) / NOMINAL_MS);
}
