/** What the desktop's main process tells the host in its utility process, by `process.parentPort`. */
export type HostMessage =
  /** A window's end of a channel comes with it, as the message's one port. */
  | { readonly kind: 'connect' }
  /** What a ticket stands for, to whoever asked under this number; no path where it does not serve. */
  | { readonly kind: 'redeemed'; readonly number: number; readonly path?: string }
  /** The app is about to end: write out what is in hand and exit. */
  | { readonly kind: 'stop' };

/** What the host asks the main process: which path a ticket stands for, which uses it up. */
export interface RedeemMessage {
  readonly kind: 'redeem';
  /** Comes back with the answer. */
  readonly number: number;
  readonly ticket: string;
  readonly purpose: TicketPurpose;
}

/** What the person chose a file for: to open it, or to save over it. */
export type TicketPurpose = 'read' | 'write';

/** Whether a value that arrived is a message of the main process. */
export function isHostMessage(value: unknown): value is HostMessage {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'connect' || value.kind === 'stop') return true;
  return (
    value.kind === 'redeemed' &&
    'number' in value &&
    typeof value.number === 'number' &&
    (!('path' in value) || value.path === undefined || typeof value.path === 'string')
  );
}
