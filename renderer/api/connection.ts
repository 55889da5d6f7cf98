import { create } from 'zustand';
import type { Connection } from '../../host/api/shell.ts';

/** Whether the host can be reached, for banners and for streams that want to begin anew. */
export const useConnection = create<{ readonly state: Connection; readonly opened: number }>(() => ({
  state: 'connecting',
  opened: 0,
}));

/** Says how the way to the host is; every opening counts, so that streams notice a new one. */
export function setConnection(state: Connection): void {
  useConnection.setState((before) => ({ state, opened: before.opened + (state === 'open' ? 1 : 0) }));
}
