import type { BrowserWindow } from 'electron';

type Letter = readonly [channel: string, value: unknown];

/**
 * Tells windows things that must not be lost: what comes before a window's page listens waits
 * until it does (a document opened with the app, a menu used while a window loads).
 */
export function windowMail() {
  const listening = new WeakSet<BrowserWindow>();
  const waiting = new WeakMap<BrowserWindow, Letter[]>();
  return {
    /** A page that is loaded anew has to say anew that it listens. */
    watch(window: BrowserWindow): void {
      window.webContents.on('did-navigate', () => listening.delete(window));
    },
    send(window: BrowserWindow, ...letter: Letter): void {
      if (listening.has(window)) window.webContents.send(...letter);
      else waiting.set(window, [...(waiting.get(window) ?? []), letter]);
    },
    /** The window's page listens from now on. */
    deliver(window: BrowserWindow): void {
      listening.add(window);
      for (const letter of waiting.get(window) ?? []) window.webContents.send(...letter);
      waiting.delete(window);
    },
  };
}
