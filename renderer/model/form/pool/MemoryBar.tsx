import {
  MEMORY_PART_LABELS,
  type MemoryPartId,
  type PoolMemory,
} from '../../../../engine/scenario/memoryParts.ts';
import { thousands } from '../../../../engine/scenario/reading/thousands.ts';
import classes from './MemoryBar.module.css';

const GIB = 2 ** 30;

interface MemoryBarProps {
  readonly memory: PoolMemory;
  /** It answers the document as it was before the last edits. */
  readonly isOld: boolean;
}

/** What fills each GPU of a pool, drawn as one bar with its parts below, and what its KV cache holds. */
export function MemoryBar({ memory, isOld }: MemoryBarProps) {
  const { deviceBytes, kv } = memory;
  const parts = memory.parts
    .filter(({ bytes }) => bytes > 0)
    .map(({ part, bytes, source }) => ({
      part,
      bytes,
      label: MEMORY_PART_LABELS[part],
      figure: `${gib(bytes)} (${((100 * bytes) / deviceBytes).toFixed(1)}%)`,
      source,
    }));
  return (
    <figure className={classes.figure} data-old={isOld || undefined} data-memory={memory.pool}>
      <figcaption className={classes.title}>What fills each GPU, {gib(deviceBytes)}</figcaption>
      <div
        className={classes.bar}
        role="img"
        aria-label={parts.map(({ label, figure }) => `${label} ${figure}`).join(', ')}
      >
        {parts.map(({ part, bytes, label, figure }) => (
          <span
            key={part}
            className={classes.part}
            style={{ flexGrow: bytes / deviceBytes, background: colourOf(part) }}
            title={`${label}: ${figure}`}
          />
        ))}
      </div>
      <ul className={classes.parts}>
        {parts.map(({ part, label, figure, source }) => (
          <li key={part} title={source}>
            <span className={classes.key} style={{ background: colourOf(part) }} aria-hidden />
            <span className={classes.label}>{label}</span>
            <span className={classes.amount}>{figure}</span>
          </li>
        ))}
      </ul>
      {kv === undefined ? undefined : (
        <p className={classes.kv}>
          {thousands(kv.tokens)} tokens of KV cache a replica:{' '}
          {kv.longestRequests.toFixed(kv.longestRequests < 1 ? 2 : 1)} of the longest requests at once (
          {thousands(kv.longestRequestTokens)} tokens each). The engine takes a share of{' '}
          {(100 * memory.memoryUtilization).toFixed(0)}%.
        </p>
      )}
    </figure>
  );
}

/** By the theme: the style sheet has them. */
function colourOf(part: MemoryPartId): string {
  return `var(--part-${part})`;
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(2)} GiB`;
}
