import { grouped, percent } from '../../../../engine/finance/plainText.ts';
import { MEMORY_PART_LABELS, type PoolMemory } from '../../../../engine/scenario/memoryParts.ts';
import { number, type ReportSection, shareText, text } from '../../../report/reportSection.ts';
import type { RunDocument } from '../runDocument.ts';
import { isOfSpot, warningLines } from './warningLines.ts';

const GIB = 2 ** 30;

/** Where the memory of each pool's GPUs goes, and what speaks against that. */
export function memorySections(run: RunDocument): readonly ReportSection[] {
  return (run.memory ?? []).map((memory) => ({
    title: `What fills each GPU of ${memory.pool}`,
    table: {
      columns: [text('Part'), number('GiB'), number('Share')],
      rows: [
        ...memory.parts.map(({ part, bytes }) => ({
          cells: [MEMORY_PART_LABELS[part], gib(bytes), shareText(bytes / memory.deviceBytes)],
        })),
        { tone: 'total' as const, cells: ['The GPU, as CUDA shows it', gib(memory.deviceBytes), '100.0%'] },
      ],
    },
    notes: [
      ...kvLines(memory),
      ...warningLines(run, memory.pool, (field) => !isOfSpot(field)),
      sourceLine(memory),
    ],
  }));
}

/** KV cache of a replica, as the engine prints it when it starts. */
export function kvSentence({
  tokens,
  longestRequestTokens,
  longestRequests,
}: Required<PoolMemory>['kv']): string {
  return (
    `KV cache of a replica: ${grouped(tokens)} tokens, as the engine prints them; it holds ` +
    `${grouped(longestRequests, longestRequests < 1 ? 2 : 1)} of the longest requests (${grouped(longestRequestTokens)} tokens) at once.`
  );
}

function kvLines({ kv, memoryUtilization }: PoolMemory): readonly string[] {
  return kv === undefined
    ? []
    : [`${kvSentence(kv)} The engine takes a share of ${percent(memoryUtilization)}.`];
}

/** Of each source the parts that are from it. */
function sourceLine({ parts }: PoolMemory): string {
  const sources = [...new Set(parts.map(({ source }) => source))];
  return `${sources
    .map((source) => {
      const of = parts.filter((each) => each.source === source);
      return `${of.map(({ part }) => MEMORY_PART_LABELS[part]).join(', ')}: ${source}`;
    })
    .join('. ')}.`;
}

function gib(bytes: number): string {
  return grouped(bytes / GIB, 2);
}
