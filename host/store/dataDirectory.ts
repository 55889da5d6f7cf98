import { resolve } from 'node:path';
import envPaths from 'env-paths';

/**
 * Where the store lives: `--data-dir`, else `FLEETCAST_DATA`, else the platform's place
 * for an application's data (`~/.local/share/fleetcast` on Linux). Nothing is created.
 */
export function dataDirectory(option: string | undefined): string {
  const chosen = option ?? process.env.FLEETCAST_DATA;
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  return envPaths('fleetcast', { suffix: '' }).data;
}
