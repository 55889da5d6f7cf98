import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { z } from 'zod';
import { isOurs } from './origin.ts';

/**
 * Whether a message came from our own page in the top frame of a window. `senderFrame` is null
 * once the frame is gone.
 */
export function isTrusted({ senderFrame }: Pick<IpcMainEvent | IpcMainInvokeEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url);
}

type WindowOf = (contents: IpcMainEvent['sender']) => BrowserWindow | undefined;

/**
 * The two ways to listen to windows. Both look at the sender first, then check what was sent (the
 * arguments as one tuple), and only then act. A call is refused by rejecting, a word by ignoring it.
 */
export function trustedIpc(windowOf: WindowOf) {
  return {
    answer<const Schema extends z.ZodType<readonly unknown[]>>(
      channel: string,
      schema: Schema,
      act: (window: BrowserWindow, ...sent: z.output<Schema>) => Promise<unknown>,
    ): void {
      ipcMain.handle(channel, async (event, ...sent: unknown[]) => {
        const window = isTrusted(event) ? windowOf(event.sender) : undefined;
        const checked = schema.safeParse(sent);
        if (window === undefined || !checked.success) throw new Error('refused');
        return await act(window, ...checked.data);
      });
    },
    listen<const Schema extends z.ZodType<readonly unknown[]>>(
      channel: string,
      schema: Schema,
      act: (window: BrowserWindow, ...sent: z.output<Schema>) => void,
    ): void {
      ipcMain.on(channel, (event, ...sent: unknown[]) => {
        const window = isTrusted(event) ? windowOf(event.sender) : undefined;
        const checked = schema.safeParse(sent);
        if (window !== undefined && checked.success) act(window, ...checked.data);
      });
    },
  };
}
