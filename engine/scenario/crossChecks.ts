import { suggestFrom } from './nearest.ts';
import type { PlacedProblem } from './problems.ts';
import type { ScenarioDocument } from './schema.ts';

/** What no single field can know: names that must be there, and pairs that must agree. */
export function crossChecks(document: ScenarioDocument): PlacedProblem[] {
  return [...duplicates(document, 'workloads'), ...duplicates(document, 'pools'), ...workloadProblems(document), ...poolProblems(document), ...horizonProblems(document)];
}

function duplicates(document: ScenarioDocument, list: 'workloads' | 'pools'): PlacedProblem[] {
  const seen = new Set<string>();
  return document[list].flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: [list, index, 'id'], message: `“${id}” is the id of an earlier one`, suggestion: 'ids must differ' }];
  });
}

function workloadProblems({ workloads, pools }: ScenarioDocument): PlacedProblem[] {
  const poolIds = pools.map(({ id }) => id);
  return workloads.flatMap((workload, index): PlacedProblem[] => {
    const at = ['workloads', index] as const;
    const problems: PlacedProblem[] = [];
    if (!poolIds.includes(workload.target)) {
      problems.push({ path: [...at, 'target'], message: `there is no pool “${workload.target}”`, suggestion: suggestFrom(workload.target, poolIds) });
    }
    const { arrivals } = workload;
    const isTrace = 'trace' in arrivals;
    for (const length of ['promptTokens', 'outputTokens'] as const) {
      if (isTrace && workload[length] !== undefined) {
        problems.push({ path: [...at, length], message: 'lengths come from the trace', suggestion: `leave it out, or scale with arrivals.${length === 'promptTokens' ? 'promptScale' : 'outputScale'}` });
      } else if (!isTrace && workload[length] === undefined) {
        problems.push({ path: [...at, length], message: 'is missing', suggestion: 'such as { lognormal: { p50: 1020, p90: 2735 } } or { fixed: 200 }' });
      } else problems.push(...lengthProblems(workload[length], [...at, length]));
    }
    if (isTrace && (arrivals.format === 'csv') !== (arrivals.columns !== undefined)) {
      problems.push({
        path: [...at, 'arrivals', 'columns'],
        message: arrivals.format === 'csv' ? 'is missing: format csv needs the names of its columns' : `format ${arrivals.format} knows its columns`,
        suggestion: arrivals.format === 'csv' ? 'such as { arrivalSeconds: time, promptTokens: prompt, outputTokens: output }' : 'leave columns out, or use format: csv',
      });
    }
    if (!isTrace) problems.push(...processProblems(arrivals, [...at, 'arrivals']));
    return problems;
  });
}

function processProblems(arrivals: Exclude<ScenarioDocument['workloads'][number]['arrivals'], { trace: string }>, at: readonly PropertyKey[]): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  if (arrivals.process === 'gamma' || arrivals.process === 'weibull') {
    if ((arrivals.cv === undefined) === (arrivals.shape === undefined)) {
      problems.push({ path: [...at, 'cv'], message: 'give either cv or shape', suggestion: 'cv: 1 is a Poisson process, more is burstier' });
    }
  }
  if (arrivals.process === 'mmpp' && arrivals.states.every(({ ratePerSecond }) => ratePerSecond === 0)) {
    problems.push({ path: [...at, 'states'], message: 'no state has a rate', suggestion: 'give at least one a ratePerSecond above 0' });
  }
  if (arrivals.process === 'clients' && (arrivals.clients === undefined) === (arrivals.count === undefined)) {
    problems.push({ path: [...at, 'clients'], message: 'give either clients or count' });
  }
  if (arrivals.process !== 'batch') {
    for (const key of ['hourOfWeek', 'monthOfYear'] as const) {
      const factors = arrivals[key];
      if (Array.isArray(factors) && factors.every((factor) => factor === 0)) problems.push({ path: [...at, key], message: 'all factors are 0' });
    }
  }
  return problems;
}

function lengthProblems(length: ScenarioDocument['workloads'][number]['promptTokens'], at: readonly PropertyKey[]): PlacedProblem[] {
  if (length === undefined || typeof length === 'number') return [];
  const problems: PlacedProblem[] = [];
  if ('min' in length && 'max' in length && length.min !== undefined && length.max !== undefined && length.min > length.max) {
    problems.push({ path: [...at, 'max'], message: `must be at least min (${length.min}), got ${length.max}` });
  }
  const laws = 'mixture' in length ? length.mixture.map((law, i) => ({ law, at: [...at, 'mixture', i] })) : [{ law: length, at }];
  for (const { law, at: place } of laws) {
    if ('lognormal' in law && 'p50' in law.lognormal && law.lognormal.p90 <= law.lognormal.p50) {
      problems.push({ path: [...place, 'lognormal', 'p90'], message: `must be more than p50 (${law.lognormal.p50}), got ${law.lognormal.p90}` });
    }
    if ('pareto' in law && 'p50' in law.pareto && law.pareto.p90 <= law.pareto.p50) {
      problems.push({ path: [...place, 'pareto', 'p90'], message: `must be more than p50 (${law.pareto.p50}), got ${law.pareto.p90}` });
    }
    if ('uniform' in law && law.uniform.max < law.uniform.min) {
      problems.push({ path: [...place, 'uniform', 'max'], message: `must be at least min (${law.uniform.min}), got ${law.uniform.max}` });
    }
    if ('histogram' in law) {
      const { histogram } = law;
      if (histogram.some(({ upTo }, i) => i > 0 && upTo <= histogram[i - 1].upTo)) problems.push({ path: [...place, 'histogram'], message: 'upTo must rise from bin to bin' });
      if (histogram.every(({ weight }) => weight === 0)) problems.push({ path: [...place, 'histogram'], message: 'no bin has a weight' });
    }
  }
  return problems;
}

function poolProblems({ pools }: ScenarioDocument): PlacedProblem[] {
  return pools.flatMap(({ batching, model, accelerator, stepTime }, index): PlacedProblem[] => {
    const at = ['pools', index] as const;
    const problems: PlacedProblem[] = [];
    if (batching.maxBatchedTokens < batching.maxSequences) {
      problems.push({
        path: [...at, 'batching', 'maxBatchedTokens'],
        message: `must be at least maxSequences (${batching.maxSequences}), got ${batching.maxBatchedTokens}`,
        suggestion: 'each running sequence takes a token of a step’s budget',
      });
    }
    const ownStepTime = stepTime !== 'auto' && !('roofline' in stepTime);
    if (ownStepTime && batching.kvBlocks !== 'auto') return problems;
    const reason = ownStepTime ? 'batching.kvBlocks: auto' : 'stepTime: auto';
    for (const [key, value] of [['model', model], ['accelerator', accelerator]] as const) {
      if (value === undefined) {
        problems.push({ path: [...at, key], message: `is missing: ${reason} needs it`, suggestion: 'give a catalogue id, or stepTime: { linear: … } with a number of kvBlocks' });
      }
    }
    return problems;
  });
}

function horizonProblems({ horizon, workloads }: ScenarioDocument): PlacedProblem[] {
  if (!('trace' in horizon) || workloads.some(({ arrivals }) => 'trace' in arrivals)) return [];
  return [{ path: ['horizon', 'trace'], message: 'no workload replays a trace', suggestion: 'give hours, days or months' }];
}
