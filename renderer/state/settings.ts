import type { Settings } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { useWorkspace } from './workspace.ts';

/** Changes settings, at once here and then where they are kept. */
export async function changeSettings(
  patch: { -readonly [Key in keyof Settings]?: Settings[Key] },
): Promise<void> {
  useWorkspace.setState(({ settings }) => ({ settings: { ...settings, ...patch } }));
  const { compared, ...rest } = patch;
  await host.system.changeSettings({
    ...rest,
    ...(compared === undefined ? {} : { compared: [...compared] }),
  });
}
