import type { Session, WebContents } from 'electron';
import { isOurs } from './origin.ts';

/** Made of what a window already has: no request for these leaves the machine. */
const LOCAL_SCHEMES = ['blob:', 'data:', 'devtools:'];

/** Whether a request stays within the app. */
export function staysWithin(address: string): boolean {
  return isOurs(address) || LOCAL_SCHEMES.includes(URL.parse(address)?.protocol ?? '');
}

/**
 * Where nothing listens: only root could. What goes by the rules of a proxy ends here. Requests of pages never come
 * so far; what WebRTC does over TCP is no request of a page, and does.
 */
const NO_WAY_OUT = {
  mode: 'fixed_servers',
  proxyRules: 'socks5://127.0.0.1:1',
  proxyBypassRules: '<-loopback>',
} as const;

/**
 * Takes from a session whatever the app does not need: every permission, devices, downloads, the
 * spell checker (it would fetch dictionaries), every request that `allows` does not name, and the network itself.
 * With the last two, “offline” is a property and no promise.
 */
export async function hardenSession(session: Session, allows: (address: string) => boolean): Promise<void> {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !allows(details.url) }));
  await session.setProxy(NO_WAY_OUT);
}

/** Keeps a window on our own pages: no navigation elsewhere, no new windows, no embedded pages, no WebRTC past the proxy. */
export function hardenContents(contents: WebContents): void {
  const stayHere = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayHere);
  contents.on('will-frame-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // Nothing by UDP, and no address of this machine told to anybody.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
