import type { PreparedRun } from '../run/prepareRun.ts';
import { kvSentence } from '../questions/forecast/sections/memorySection.ts';
import { visible } from '../terminal/visible.ts';

/** The KV cache of each pool that plans one, a line each; empty where none does. */
export function memoryText({ file, memory }: Pick<PreparedRun, 'file' | 'memory'>): string {
  return memory
    .flatMap(({ pool, kv }) => (kv === undefined ? [] : [`${file}: pools.${pool}: ${kvSentence(kv)}`]))
    .map((line) => `${visible(line)}\n`)
    .join('');
}
