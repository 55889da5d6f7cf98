import { createORPCClient } from '@orpc/client';
import type { HostClient } from '../../host/api/shell.ts';
import { desktopBridge } from '../shell/desktopBridge.ts';
import { portLink } from './portLink.ts';
import { socketLink } from './socketLink.ts';

/** The host, whichever way it is reached: every call of the contract as a typed function. */
export const host: HostClient = createORPCClient(
  desktopBridge === undefined ? socketLink() : portLink(desktopBridge),
);
