import { describe, expect, it } from 'vitest';
import type { LengthLawSpec } from '../../engine/scenario/lengths/lengthLawSpec.ts';
import {
  expectTheory,
  expectToMiss,
  meanEndToEnd,
  meanQueue,
  type Queue,
  secondDays,
} from './replications.ts';

const REPLICATIONS = 16;
/** A service rate 3 % too low must fail every test. */
const SLOWER = 1.03;

const one: LengthLawSpec = { type: 'fixed', value: 1 };
const exponential = (mean: number): LengthLawSpec => ({ type: 'exponential', mean });
const lognormal = (mean: number, cv: number): LengthLawSpec => {
  const sigma = Math.sqrt(Math.log(1 + cv * cv));
  return { type: 'lognormal', mu: Math.log(mean) - (sigma * sigma) / 2, sigma };
};

/** Rounding to whole tokens, with at least one, lifts an exponential of mean m ≫ 1 by 1/(8m) tokens or so: nothing here. */
const MEAN_TOKENS = 10_000;
/** Mean service time, seconds: short enough that a day holds what a narrow interval needs. */
const SERVICE = 0.25;

/** One server whose service time is its prompt's: M/·/1. */
const singleServer = (load: number, prompt: LengthLawSpec, factor = 1): Queue => ({
  ratePerSecond: load / SERVICE,
  prompt,
  output: one,
  maxSequences: 1,
  stepTime: { perPromptTokenSeconds: (SERVICE * factor) / MEAN_TOKENS },
});

describe('closed forms of queueing theory, by configuring the engine', () => {
  it('M/M/1: time in system 1 / (μ − λ)', async () => {
    const load = 0.7;
    const theory = SERVICE / (1 - load);
    const queue = singleServer(load, exponential(MEAN_TOKENS));
    expectTheory((await secondDays(queue, REPLICATIONS)).map(meanEndToEnd), theory);
    const slower = singleServer(load, exponential(MEAN_TOKENS), SLOWER);
    expectToMiss((await secondDays(slower, REPLICATIONS)).map(meanEndToEnd), theory);
  });

  it('M/D/1: wait ρ / (2 μ (1 − ρ))', async () => {
    const load = 0.8;
    const theory = (SERVICE * load) / (2 * (1 - load));
    const fixed: LengthLawSpec = { type: 'fixed', value: MEAN_TOKENS };
    expectTheory((await secondDays(singleServer(load, fixed), REPLICATIONS)).map(meanQueue), theory);
    const slower = singleServer(load, fixed, SLOWER);
    expectToMiss((await secondDays(slower, REPLICATIONS)).map(meanQueue), theory);
  });

  it('M/G/1: wait λ E[S²] / (2 (1 − ρ)) (Pollaczek–Khinchine)', async () => {
    const load = 0.5;
    const cv = 1.5;
    const theory = (SERVICE * load * (1 + cv * cv)) / (2 * (1 - load));
    const law = lognormal(MEAN_TOKENS, cv);
    expectTheory((await secondDays(singleServer(load, law), REPLICATIONS)).map(meanQueue), theory);
    const slower = singleServer(load, law, SLOWER);
    expectToMiss((await secondDays(slower, REPLICATIONS)).map(meanQueue), theory);
  });

  it.each([
    ['M/D/1', 0.8, 0],
    ['M/G/1', 0.5, 1.5],
  ])(
    'a front end before an engine that takes no time is %s, and then as long as it takes',
    async (_, load, cv) => {
      const latencySeconds = 0.4;
      const theory = SERVICE + (SERVICE * load * (1 + cv * cv)) / (2 * (1 - load)) + latencySeconds;
      const front = (factor: number): Queue => ({
        ratePerSecond: load / SERVICE,
        prompt: cv === 0 ? { type: 'fixed', value: MEAN_TOKENS } : lognormal(MEAN_TOKENS, cv),
        output: one,
        maxSequences: 1000,
        stepTime: { baseSeconds: 1e-7 },
        frontEnd: {
          // A fifth of the server's time whatever the prompt where all are alike.
          requestSeconds: cv === 0 ? (SERVICE * factor) / 5 : 0,
          promptTokenSeconds: ((cv === 0 ? 0.8 : 1) * SERVICE * factor) / MEAN_TOKENS,
          latencySeconds,
          admissionSeconds: 0,
        },
      });
      expectTheory((await secondDays(front(1), REPLICATIONS)).map(meanQueue), theory);
      expectToMiss((await secondDays(front(SLOWER), REPLICATIONS)).map(meanQueue), theory);
    },
  );

  it('an encoder, one prompt at a time, is M/G/1 too: a request is done with its prompt', async () => {
    const load = 0.5;
    const cv = 1.5;
    const theory = SERVICE + (SERVICE * load * (1 + cv * cv)) / (2 * (1 - load));
    const encoder = (factor: number): Queue => {
      const { output: _none, ...queue } = singleServer(load, lognormal(MEAN_TOKENS, cv), factor);
      return queue;
    };
    expectTheory((await secondDays(encoder(1), REPLICATIONS)).map(meanEndToEnd), theory);
    expectToMiss((await secondDays(encoder(SLOWER), REPLICATIONS)).map(meanEndToEnd), theory);
  });

  it('M/M/c: wait C(c, a) / (c μ − λ) (Erlang C)', async () => {
    const servers = 4;
    const load = 0.8;
    const step = 6e-4;
    const meanTokens = 1000;
    // Slots are servers: a step lasts the same whoever is in it, the first one is the prefill.
    const queue = (factor: number): Queue => ({
      ratePerSecond: (load * servers) / (meanTokens * step),
      prompt: one,
      output: exponential(meanTokens),
      maxSequences: servers,
      stepTime: { baseSeconds: step * factor },
    });
    // An arrival waits for the step under way: half of one, when it finds one.
    const boundary = (1 - probabilityIdle(servers, servers * load)) * (step / 2);
    const theory = (erlangC(servers, servers * load) * meanTokens * step) / (servers * (1 - load)) + boundary;
    expectTheory((await secondDays(queue(1), REPLICATIONS)).map(meanQueue), theory);
    expectToMiss((await secondDays(queue(SLOWER), REPLICATIONS)).map(meanQueue), theory);
  });

  it('M/G/1 processor sharing: time in system E[S] / (1 − ρ), whatever the law', async () => {
    const load = 0.7;
    const quantum = 4e-4;
    const meanTokens = 1000;
    for (const law of [exponential(meanTokens), lognormal(meanTokens, 1.2)]) {
      // Everybody decodes, and a step lasts as many quanta as it has sequences. The first token is the prefill's.
      const queue = (factor: number): Queue => ({
        ratePerSecond: load / ((meanTokens - 1) * quantum),
        prompt: one,
        output: law,
        maxSequences: 1000,
        stepTime: { perSequenceSeconds: quantum * factor, perPromptTokenSeconds: 1e-9 },
      });
      const theory = ((meanTokens - 1) * quantum) / (1 - load);
      expectTheory((await secondDays(queue(1), REPLICATIONS)).map(meanEndToEnd), theory);
      expectToMiss((await secondDays(queue(SLOWER), REPLICATIONS)).map(meanEndToEnd), theory);
    }
  });

  it('utilisation law: busy share = λ E[S]', async () => {
    const load = 0.6;
    const share = (factor: number) =>
      secondDays(singleServer(load, exponential(MEAN_TOKENS), factor), REPLICATIONS).then((windows) =>
        windows.map(({ pools }) => pools[0].busySeconds.reduce((sum, seconds) => sum + seconds, 0) / 86_400),
      );
    expectTheory(await share(1), load);
    expectToMiss(await share(SLOWER), load);
  });

  it('knows Erlang C from the published table', () => {
    // Two servers offered one erlang: 1/3; ten offered eight: 0.409 (Erlang C tables).
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
    expect(erlangC(10, 8)).toBeCloseTo(0.4092, 4);
  });
});

/** Probability that an arrival waits, offered `a` erlangs. */
function erlangC(c: number, a: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < c; k++) {
    term *= a / k;
    sum += term;
  }
  const waiting = ((term * a) / c) * (c / (c - a));
  return waiting / (sum + waiting);
}

function probabilityIdle(c: number, a: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < c; k++) {
    term *= a / k;
    sum += term;
  }
  return 1 / (sum + ((term * a) / c) * (c / (c - a)));
}
