import type { Shell } from '../../host/api/shell.ts';
import { browserShell } from './browserShell.ts';
import { desktopBridge } from './desktopBridge.ts';
import { desktopShell } from './desktopShell.ts';

/** Whatever this window runs in. */
export const shell: Shell = desktopBridge === undefined ? browserShell() : desktopShell(desktopBridge);
