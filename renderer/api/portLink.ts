import type { ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { DesktopBridge, HOST_PORT_MESSAGE } from '../../host/api/desktopBridge.ts';
import { setConnection } from './connection.ts';

const PORT_MESSAGE: (typeof HOST_PORT_MESSAGE)['kind'] = 'fleetcast-host';

type Link = ClientLink<Record<never, never>>;

/** The desktop's way: a message port from the preload; another one whenever the host was started anew. */
export function portLink(bridge: DesktopBridge): Link {
  let arrive: (link: Link) => void = () => undefined;
  let current = new Promise<Link>((resolve) => {
    arrive = resolve;
  });
  window.addEventListener('message', (event) => {
    if (event.source !== window || event.origin !== window.location.origin || !isPortMessage(event.data))
      return;
    const [port] = event.ports;
    if (port === undefined) return;
    const link = new RPCLink({ port });
    port.start();
    arrive(link);
    current = Promise.resolve(link);
    setConnection('open');
  });
  bridge.connect();
  return { call: async (path, input, options) => (await current).call(path, input, options) };
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === PORT_MESSAGE;
}
