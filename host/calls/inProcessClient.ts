import { createRouterClient } from '@orpc/server';
import type { BackRoom } from '../backRoom/backRoom.ts';
import type { HostClient } from '../api/shell.ts';
import { router } from './router.ts';

/** The API without a door: for the command line and for tests. The same checks, the same errors. */
export function inProcessClient(backRoom: BackRoom): HostClient {
  return createRouterClient(router, { context: { backRoom } });
}
