import type { Settings } from '../api/types.ts';
import type { SettingsStore } from '../store/settingsStore.ts';

const DEFAULTS: Settings = { theme: 'system', compared: [] };

/** The person's settings, each kept by its name. */
export function createSettings(store: SettingsStore): {
  get(): Settings;
  change(patch: Partial<Settings>): Settings;
} {
  const get = (): Settings =>
    Object.fromEntries(
      Object.entries(DEFAULTS).map(([key, otherwise]) => [key, store.get(key) ?? otherwise]),
    ) as unknown as Settings;
  return {
    get,
    change: (patch) => {
      for (const [key, value] of Object.entries(patch)) if (value !== undefined) store.set(key, value);
      return get();
    },
  };
}
