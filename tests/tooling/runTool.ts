import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, without a trailing slash. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

export type ToolAnswer = { status: number | null; output: string; stdout: string };

/**
 * Runs a command of node_modules/.bin as an npm script would: that folder first on the path, no colour.
 * Waits for its end; never throws.
 */
export function runTool(
  command: string,
  args: string[],
  cwd = ROOT,
  environment: NodeJS.ProcessEnv = {},
): ToolAnswer {
  const bin = join(ROOT, 'node_modules', '.bin');
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      ...environment,
    },
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  return {
    status,
    stdout: stdout ?? '',
    output: [stdout, stderr, error?.message].filter(Boolean).join('\n'),
  };
}
