import { pathToFileURL } from 'node:url';
import { normalQuantile } from '../../engine/statistics/normalQuantile.ts';
import { exponential, randomStream } from '../../engine/statistics/random.ts';

const TEAMS = ['search', 'support', 'research'] as const;

/**
 * A made-up request log as CSV (`at,team,prompt,completion`, seconds): quiet and busy stretches,
 * bursts of equal instants, and arrivals on whole eighths of a second, so that ties and arrivals
 * at a step's end occur. The same rows and seed give the same bytes.
 */
export function sampleTrace(rows: number, seed: string): string {
  const random = randomStream(`${seed}/sample trace`);
  const tokens = (p50: number, sigma: number, most: number): number =>
    Math.min(most, Math.max(1, Math.round(p50 * Math.exp(sigma * normalQuantile(random() + 2 ** -33)))));
  const lines = ['at,team,prompt,completion'];
  let at = 0;
  let burst = 0;
  for (let row = 0; row < rows; row++) {
    const busy = Math.floor(at / 300) % 3 !== 2;
    if (burst > 0) burst--;
    else {
      at += exponential(random) / (busy ? 1.6 : 0.3);
      if (random() < 0.2) at = Math.ceil(at * 8) / 8;
      if (random() < 0.02) burst = 2 + Math.floor(random() * 12);
    }
    const team = TEAMS[Math.floor(random() * TEAMS.length)];
    lines.push(`${at.toFixed(6)},${team},${tokens(600, 0.9, 6000)},${tokens(140, 0.8, 1500)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** `node scenarios/traces/makeSampleTrace.ts [rows] [seed]` prints a trace; the shipped one has 2,000 rows of seed `fleetcast`. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(sampleTrace(Number(process.argv[2] ?? 2000), process.argv[3] ?? 'fleetcast'));
}
