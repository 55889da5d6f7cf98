import type { DesktopBridge } from '../../host/api/desktopBridge.ts';

declare global {
  interface Window {
    readonly fleetcastDesktop?: DesktopBridge;
  }
}

/** What the desktop's preload put into the page; undefined in a browser. */
export const desktopBridge: DesktopBridge | undefined = window.fleetcastDesktop;
