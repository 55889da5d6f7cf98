/** What the desktop's main process tells the host in its utility process, by `process.parentPort`. */
export type HostMessage =
  /** A window's end of a channel comes with it, as the message's one port. */
  | { readonly kind: 'connect' }
  /** The person chose this path in a dialog, or dropped it on to a window; calls name it by its ticket. */
  | { readonly kind: 'grant'; readonly ticket: string; readonly path: string; readonly purpose: GrantPurpose }
  /** The app is about to end: write out what is in hand and exit. */
  | { readonly kind: 'stop' };

export type GrantPurpose = 'read' | 'write';

/** Whether a value that arrived is a message of the main process. */
export function isHostMessage(value: unknown): value is HostMessage {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'connect' || value.kind === 'stop') return true;
  return (
    value.kind === 'grant' &&
    'ticket' in value &&
    typeof value.ticket === 'string' &&
    'path' in value &&
    typeof value.path === 'string' &&
    'purpose' in value &&
    (value.purpose === 'read' || value.purpose === 'write')
  );
}
