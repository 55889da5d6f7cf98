import type { Session, WebContents } from 'electron';
import { isOurs } from './origin.ts';

/** Made of what a window already has: no request for these leaves the machine. */
const LOCAL_SCHEMES = ['blob:', 'data:', 'devtools:'];

/** Whether a request stays within the app. */
export function staysWithin(address: string): boolean {
  return isOurs(address) || LOCAL_SCHEMES.includes(URL.parse(address)?.protocol ?? '');
}

/**
 * Takes from a session whatever the app does not need: every permission, devices, downloads, the
 * spell checker (it would fetch dictionaries) and every request that `allows` does not name. With the
 * last, “offline” is a property and no promise.
 */
export function hardenSession(session: Session, allows: (address: string) => boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !allows(details.url) }));
}

/** Keeps a window on our own pages: no navigation elsewhere, no new windows, no embedded pages. */
export function hardenContents(contents: WebContents): void {
  const stayHere = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayHere);
  contents.on('will-frame-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
