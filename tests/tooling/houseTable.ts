import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './runTool.ts';
import type { HouseTable } from './whoMayKnowWhom.ts';

/** Who may know whom, as .oxlintrc.json has it. */
export function houseTable(): HouseTable {
  const { rules } = JSON.parse(
    readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
  );
  const [, table]: [string, HouseTable] = rules['house/who-may-know-whom'];
  return table;
}
