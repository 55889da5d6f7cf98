import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** The machine's own Node, older than the project's, where there is one on the path. */
export const olderNode = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((directory) => !directory.includes('node_modules'))
  .map((directory) => join(directory, 'node'))
  .find((path) => {
    const answer = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    const major = Number(answer.stdout?.split('.')[0]);
    return answer.status === 0 && major >= 18 && major < 24;
  });
