import { expect, it } from 'vitest';
import { planWindows, type RequestRow, simulateWindow } from '../../engine/simulate.ts';
import { queueSpec } from './replications.ts';

it('Little: requests in system, seen at random instants, are λ times the time in system', async () => {
  const spec = queueSpec(
    {
      ratePerSecond: 2,
      prompt: { type: 'lognormal', mu: Math.log(500), sigma: 0.8 },
      output: { type: 'lognormal', mu: Math.log(100), sigma: 0.9 },
      maxSequences: 64,
      stepTime: {
        baseSeconds: 0.02,
        perPromptTokenSeconds: 2e-5,
        perSequenceSeconds: 1e-4,
        perContextTokenSeconds: 1e-8,
      },
    },
    1,
  );
  const [first] = planWindows({ ...spec, fidelity: { ...spec.fidelity, windows: 'one' } });
  const rows: RequestRow[] = [];
  const usage = await simulateWindow(spec, first, {
    openTrace: () => never(),
    onRequest: (row) => rows.push(row),
  });
  const [workload] = usage.workloads;
  const span = usage.hours * 3600;
  const rate = workload.counts.endToEnd / span;
  const expected = (rate * workload.sums.endToEnd) / workload.counts.endToEnd;

  // Seen by a clock of its own, from the audit trail: starts before, ends after.
  const arrivals = rows.map((row) => row.arrivalSeconds);
  const ends = rows.map((row) => row.endSeconds).sort((a, b) => a - b);
  let seen = 0;
  let arrived = 0;
  let ended = 0;
  const looks = 200_000;
  for (let look = 0; look < looks; look++) {
    const at = ((look + 0.5) / looks) * span;
    while (arrived < arrivals.length && arrivals[arrived] <= at) arrived++;
    while (ended < ends.length && ends[ended] <= at) ended++;
    seen += arrived - ended;
  }
  expect(rows.length).toBe(workload.counts.endToEnd);
  expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
  expect(Math.abs(seen / looks / expected - 1)).toBeLessThan(0.002);
});

async function* never(): AsyncGenerator<string> {
  // No trace here.
}
