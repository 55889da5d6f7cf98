import { livingFields } from '../livingSchema.ts';
import { count } from '../../fields.ts';
import type { DurationDocument } from '../../lengths/durationLawSchema.ts';
import { lawMean } from '../../lengths/lawMean.ts';
import { lawProblems } from '../../lengths/lawProblems.ts';
import { type PlacedProblem, valueAt } from '../../reading/problems.ts';
import {
  type CapacityDocument,
  type InterruptionsDocument,
  isReserved,
  MOST_RESERVED,
  reservedOf,
  type SpotDocument,
  spotOf,
} from './capacitySchema.ts';
import { durationOf } from '../durationOf.ts';
import type { PoolSurroundings } from '../poolSurroundings.ts';
import { reservedProblems } from './reservedChecks.ts';

type At = readonly PropertyKey[];

/** Shorter than this nothing that is started comes to be of use. */
const SHORTEST_LIFE = 60;

/** What does not fit together in a pool's capacity. */
export function capacityProblems(
  pool: unknown,
  around: Pick<PoolSurroundings, 'startSeconds' | 'horizonSeconds'>,
  at: At,
): PlacedProblem[] {
  const capacity = livingFields.capacity.safeParse(valueAt(pool, ['capacity'])).data;
  if (capacity === undefined) return [];
  const problems = [...orderProblems(capacity, at), ...nodeProblems(capacity, pool, at)];
  capacity.forEach((entry, i) => {
    if (entry.kind === 'spot') problems.push(...spotProblems(entry, [...at, i]));
    if (entry.kind === 'on-demand' && entry.interruptions !== undefined)
      problems.push(...interruptionProblems(entry.interruptions, [...at, i, 'interruptions']));
    if (isReserved(entry)) problems.push(...reservedProblems(entry, around, [...at, i]));
  });
  return problems;
}

/** On demand first, spot for all further ones, one entry of each; what is reserved stands anywhere among them. */
function orderProblems(capacity: CapacityDocument, at: At): PlacedProblem[] {
  const others = capacity.flatMap((entry, place) => (isReserved(entry) ? [] : [{ entry, place }]));
  const problems = others.flatMap(({ entry: { kind }, place }, i): PlacedProblem[] => {
    const before = others.slice(0, i).map(({ entry }) => entry.kind);
    if (!before.includes(kind) && !(kind === 'on-demand' && before.includes('spot'))) return [];
    return [
      {
        path: [...at, place, 'kind'],
        message: `${kind} after ${before.at(-1)}: the first entry is on-demand, the second is spot for all further replicas`,
      },
    ];
  });
  const base = others.find(({ entry }) => entry.kind === 'on-demand' && entry.replicas !== undefined);
  if (base !== undefined && spotOf(capacity) === undefined) {
    problems.push({
      path: [...at, base.place, 'replicas'],
      message: 'says how many are on demand beside spot, and there is no spot',
      suggestion: 'leave it out, or add an entry of kind: spot',
    });
  }
  return [...problems, ...numberProblems(capacity, at)];
}

function numberProblems(capacity: CapacityDocument, at: At): PlacedProblem[] {
  const reserved = reservedOf(capacity).length;
  if (reserved <= MOST_RESERVED) return [];
  return [
    { path: at, message: `has ${reserved} reservations and capacity blocks, more than ${MOST_RESERVED}` },
  ];
}

/** A machine holds whole replicas, or a replica whole machines. */
function nodeProblems(capacity: CapacityDocument, pool: unknown, at: At): PlacedProblem[] {
  const given = capacity.findIndex(({ gpusPerNode }) => gpusPerNode !== undefined);
  const gpusPerNode = capacity[given]?.gpusPerNode;
  const gpusPerReplica = count.default(1).safeParse(valueAt(pool, ['gpusPerReplica'])).data;
  if (gpusPerNode === undefined || gpusPerReplica === undefined) return [];
  const other = capacity.findIndex((entry) => (entry.gpusPerNode ?? gpusPerNode) !== gpusPerNode);
  if (other >= 0) {
    return [
      {
        path: [...at, other, 'gpusPerNode'],
        message: `machines of a pool are of one size, and ${capacity.length > 2 ? 'another' : 'the other'} entry has ${gpusPerNode} GPUs a machine`,
      },
    ];
  }
  if (gpusPerReplica <= gpusPerNode || gpusPerReplica % gpusPerNode === 0) return [];
  return [
    {
      path: [...at, given, 'gpusPerNode'],
      message: `replicas of ${gpusPerReplica} GPUs do not stand on machines of ${gpusPerNode}`,
      suggestion: `a machine holds whole replicas (${gpusPerReplica} GPUs or more), or a replica takes whole machines (a divisor of ${gpusPerReplica})`,
    },
  ];
}

function spotProblems(spot: SpotDocument, at: At): PlacedProblem[] {
  const { interruptions, together, zones, fallback, returnAfter } = spot;
  const problems = interruptionProblems(interruptions, [...at, 'interruptions']);
  const isTraced = 'trace' in interruptions || 'counts' in interruptions || 'nodes' in interruptions;
  for (const key of ['together', 'zones'] as const) {
    if (isTraced && (key === 'together' ? together : zones) !== undefined) {
      problems.push({
        path: [...at, key],
        message: 'is of lives that are drawn; a trace says itself what goes together',
        suggestion: 'leave it out',
      });
    }
  }
  if (returnAfter !== undefined && fallback === undefined) {
    problems.push({
      path: [...at, 'returnAfter'],
      message: 'there is nothing to go back from without fallback',
      suggestion: 'add fallback: on-demand, or leave it out',
    });
  }
  if (spot.price !== undefined && 'steps' in spot.price) {
    problems.push(...orderOf(spot.price.steps, [...at, 'price', 'steps']));
  }
  return problems;
}

function interruptionProblems(interruptions: InterruptionsDocument, at: At): PlacedProblem[] {
  if ('counts' in interruptions) return orderOf(interruptions.counts, [...at, 'counts']);
  if ('nodes' in interruptions) return orderOf(interruptions.nodes, [...at, 'nodes']);
  if ('meanHours' in interruptions) return lifeProblems(3600 * interruptions.meanHours, [...at, 'meanHours']);
  if ('law' in interruptions) return lifeProblems(interruptions.law, [...at, 'law']);
  return [];
}

function lifeProblems(life: DurationDocument, at: At): PlacedProblem[] {
  if (typeof life !== 'number') {
    const wrong = lawProblems(life, at);
    if (wrong.length > 0) return wrong;
  }
  const mean = lawMean(durationOf(life));
  if (mean >= SHORTEST_LIFE) return [];
  return [
    {
      path: at,
      message: `a spot node that lives ${Number(mean.toPrecision(3))} s on average is gone before it is of use`,
      suggestion: `${SHORTEST_LIFE} s or more on average: 90s, 5min, 2h`,
    },
  ];
}

/** Rows of a trace are in order of time. */
function orderOf(rows: readonly { readonly second: number }[], at: At): PlacedProblem[] {
  const row = rows.findIndex(({ second }, i) => i > 0 && second < rows[i - 1].second);
  if (row < 0) return [];
  return [
    {
      path: [...at, row, 'second'],
      message: `comes before the row above it: second ${rows[row].second} after ${rows[row - 1].second}`,
      suggestion: 'rows in order of time',
    },
  ];
}
