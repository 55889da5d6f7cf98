import { describe, expect, it, vi } from 'vitest';
import type { Session as RealSession, WebContents as RealContents } from 'electron';
import { WEB_PREFERENCES } from '../../electron/appWindow.ts';
import { hardenContents, hardenSession, staysWithin } from '../../electron/hardening.ts';
import { isTrusted } from '../../electron/trustedIpc.ts';
import { Session, WebContents } from './standIn.ts';

const OURS = 'app://fleetcast/index.html';
const FOREIGN = [
  'https://example.com/',
  'http://127.0.0.1:4173/',
  'file:///etc/passwd',
  'app://other/index.html',
  'javascript:alert(1)',
  'data:text/html,hello',
  'not an address',
];

it.each(
  Object.entries({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
  }),
)('windows have %s set to %s', (name, value) => {
  expect(WEB_PREFERENCES).toHaveProperty(name, value);
});

describe('a session', () => {
  const hardened = () => {
    const session = new Session('test');
    void hardenSession(session as unknown as RealSession, staysWithin);
    return session;
  };

  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'hid'])(
    'denies the permission %s',
    (permission) => {
      const answer = vi.fn<(isGranted: boolean) => void>();
      const session = hardened();
      session.permissionRequest?.({}, permission, answer);
      expect(answer).toHaveBeenCalledExactlyOnceWith(false);
    },
  );

  it('denies permissions when they are only looked up, and devices', () => {
    const session = hardened();
    expect(session.permissionCheck?.()).toBe(false);
    expect(session.devicePermission?.()).toBe(false);
  });

  it('has no spell checker, which would fetch dictionaries, and no downloads', () => {
    const session = hardened();
    const event = { preventDefault: vi.fn<() => void>() };
    session.emit('will-download', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(session.isSpellChecking).toBe(false);
  });

  it('has no way out past its requests either: all of the network goes to a proxy that is not there', () => {
    expect(hardened().proxy).toEqual({
      mode: 'fixed_servers',
      proxyRules: 'socks5://127.0.0.1:1',
      proxyBypassRules: '<-loopback>',
    });
  });

  it.each([
    OURS,
    'app://fleetcast/assets/a.js',
    'blob:app://fleetcast/1',
    'data:image/png;base64,AA',
    'devtools://devtools/x',
  ])('lets %s through', (address) => {
    expect(hardened().lets(address)).toBe(true);
  });

  it.each([
    'https://example.com/',
    'http://localhost/',
    'http://127.0.0.1:4173/',
    'ws://127.0.0.1/',
    'wss://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'app://other/',
    'chrome-extension://abc/x.js',
    '',
  ])('stops a request to %j', (address) => {
    expect(hardened().lets(address)).toBe(false);
  });
});

describe('a window’s page', () => {
  const hardened = () => {
    const contents = new WebContents();
    hardenContents(contents as unknown as RealContents);
    return contents;
  };
  const go = (contents: WebContents, event: string, url: string) => {
    const preventDefault = vi.fn<() => void>();
    contents.emit(event, { url, preventDefault });
    return preventDefault;
  };

  describe.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s', (event) => {
    it('may lead to our own pages', () => {
      expect(go(hardened(), event, OURS)).not.toHaveBeenCalled();
    });

    it.each(FOREIGN)('may not lead to %s', (address) => {
      expect(go(hardened(), event, address)).toHaveBeenCalledOnce();
    });
  });

  it('opens no other window', () => {
    expect(hardened().openHandler?.()).toEqual({ action: 'deny' });
  });

  it('keeps WebRTC behind the proxy', () => {
    expect(hardened().rtcPolicy).toBe('disable_non_proxied_udp');
  });

  it('embeds no page', () => {
    expect(go(hardened(), 'will-attach-webview', OURS)).toHaveBeenCalledOnce();
  });
});

describe('isTrusted', () => {
  const from = (senderFrame: unknown) => isTrusted({ senderFrame } as Parameters<typeof isTrusted>[0]);

  it('is our page in the top frame', () => {
    expect(from({ url: OURS, parent: null })).toBe(true);
  });

  it('is no frame inside a page, even of ours', () => {
    expect(from({ url: OURS, parent: { url: OURS } })).toBe(false);
  });

  it('is no frame that is gone', () => {
    expect(from(null)).toBe(false);
  });

  it.each(FOREIGN)('is not %s', (url) => {
    expect(from({ url, parent: null })).toBe(false);
  });
});
