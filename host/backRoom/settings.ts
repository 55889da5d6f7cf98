import { z } from 'zod';
import type { Settings } from '../api/types.ts';
import type { SettingsStore } from '../store/settingsStore.ts';

const DEFAULTS: Settings = { theme: 'system', compared: [] };

/** As they are kept; what is no setting is as if it had never been set. */
const kept = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch(DEFAULTS.theme),
  compared: z.array(z.string()).catch([...DEFAULTS.compared]),
});

/** The person's settings, each kept by its name. */
export function createSettings(store: SettingsStore): {
  get(): Settings;
  change(patch: Partial<Settings>): Settings;
} {
  const get = (): Settings =>
    kept.parse(Object.fromEntries(Object.keys(DEFAULTS).map((key) => [key, store.get(key)])));
  return {
    get,
    change: (patch) => {
      for (const [key, value] of Object.entries(patch)) if (value !== undefined) store.set(key, value);
      return get();
    },
  };
}
