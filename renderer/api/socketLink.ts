import type { ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket as ReconnectingSocket } from 'partysocket';
import { setConnection } from './connection.ts';

const LONGEST_WAIT_MS = 5000;

/** The browser's way: one WebSocket to where the page is from, opened again whenever it is lost. */
export function socketLink(): ClientLink<Record<never, never>> {
  const address = new URL('/api', window.location.href);
  address.protocol = 'ws:';
  const socket = new ReconnectingSocket(address.href, [], {
    minReconnectionDelay: 300,
    maxReconnectionDelay: LONGEST_WAIT_MS,
    maxEnqueuedMessages: 0,
  });
  socket.addEventListener('open', () => setConnection('open'));
  socket.addEventListener('close', () => setConnection('lost'));
  // It types its state as any number.
  return new RPCLink({ websocket: socket as unknown as WebSocket });
}
