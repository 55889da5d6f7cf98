import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import {
  decodeRequestMessage,
  type EncodedMessage,
  encodeResponseMessage,
  experimental_ServerPeerWithoutCodec as ServerPeer,
} from '@orpc/standard-server-peer';
import type { BackRoom } from '../backRoom/backRoom.ts';
import { asApiError } from './apiError.ts';
import { tellErrors } from './callInterceptor.ts';
import { router } from './router.ts';

/** The host's end of the way to one window, whatever the way is. */
export interface WindowCalls {
  /**
   * Takes a message of the window and does what it asks for; its answers go out by themselves. Says whether it could
   * be read. Never rejects: what goes wrong is answered to the window, or logged.
   */
  receive(message: unknown): Promise<boolean>;
  /** The window has gone: whatever it still waits for ends. */
  end(): void;
}

/** Opens the host's end of the way to one window; `send` takes messages until the window has gone, and must not throw. */
export type OpenWindowCalls = (send: (message: EncodedMessage) => void | Promise<void>) => WindowCalls;

/**
 * Answers the calls of windows: what all doors of the host share. Messages are those of oRPC's links, of text or of
 * JSON with the bytes of a file behind.
 */
export function windowCalls(backRoom: BackRoom): OpenWindowCalls {
  const { warn } = backRoom;
  const handler = new StandardRPCHandler(router, { clientInterceptors: [tellErrors(warn)] });
  const handle = createServerPeerHandleRequestFn(handler, { context: { backRoom } });
  return (send) => {
    const peer = new ServerPeer(async ([id, type, payload]) =>
      send(await encodeResponseMessage(id, type, payload)),
    );
    return {
      receive: async (received) => {
        const message = isEncoded(received)
          ? await decodeRequestMessage(received).catch(() => undefined)
          : undefined;
        if (message === undefined) {
          warn('refused: a message that is no call');
          return false;
        }
        try {
          await peer.message(message, handle);
        } catch (error) {
          // Calls and streams answer with their errors; this one found no way to.
          asApiError(error, warn);
        }
        return true;
      },
      end: () => peer.close(),
    };
  };
}

function isEncoded(message: unknown): message is EncodedMessage {
  return typeof message === 'string' || message instanceof Uint8Array || message instanceof ArrayBuffer;
}
