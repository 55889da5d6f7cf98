import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whether a request may come in: undefined if so, else why not, for the log. */
export type AccessCheck = (request: IncomingMessage) => string | undefined;

/** Who may talk to the server. */
export interface Access {
  /** A new key, which lets one browser in, once. `onUsed` is called when it does. */
  issueKey(onUsed: () => void): string;
  /** Whether this is a key that was not used yet; from now on it is used. */
  takeKey(given: string): boolean;
  /** The request is for this server. */
  readonly checkHost: AccessCheck;
  /** It is from the server's own page, if from a page at all. */
  readonly checkOrigin: AccessCheck;
  /** It carries the cookie. */
  readonly checkCookie: AccessCheck;
  /** Value of `Set-Cookie`: what a key is taken for. */
  readonly cookie: string;
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost'];

/**
 * Rules of a server on a loopback port: keys of 256 bits that nobody can guess, each for one use, so that one that is
 * left in a history, a log or a shared screen opens nothing; a `Host` that names the loopback (else a page elsewhere
 * could point a name of its own here, DNS rebinding); an `Origin`, where the browser gives one, that is the server's
 * own (else any page could call, cross-site request forgery).
 */
export function createAccess(port: number): Access {
  const keys = new Map<string, () => void>();
  const session = secret();
  // Cookies do not know ports: two servers of one machine must not take each other's.
  const name = `fleetcast-${port}`;
  const hosts = new Set(LOOPBACK_NAMES.map((host) => `${host}:${port}`));
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  return {
    issueKey: (onUsed) => {
      const key = secret();
      keys.set(key, onUsed);
      return key;
    },
    takeKey: (given) => {
      const key = [...keys.keys()].find((candidate) => isSecret(given, candidate));
      if (key === undefined) return false;
      const onUsed = keys.get(key);
      keys.delete(key);
      onUsed?.();
      return true;
    },
    cookie: `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    checkHost: ({ headers: { host } }) =>
      host !== undefined && hosts.has(host) ? undefined : `foreign Host ${shown(host)}`,
    checkOrigin: (request) => {
      const { origin } = request.headers;
      if (origin !== undefined && !origins.has(origin)) return `foreign Origin ${shown(origin)}`;
      return isFromElsewhere(request)
        ? `a request from another site (${shown(String(request.headers['sec-fetch-site']))})`
        : undefined;
    },
    checkCookie: ({ headers }) =>
      isSecret(cookieOf(headers.cookie ?? '', name), session) ? undefined : 'no valid key',
  };
}

/** A page of another origin, or a file, led the browser here, which then sends no cookie along. */
export function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function cookieOf(header: string, name: string): string {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value ?? '';
  }
  return '';
}

/** Compares in constant time. */
function isSecret(given: string, known: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(known);
  return a.length === b.length && timingSafeEqual(a, b);
}

function shown(value: string | undefined): string {
  return value === undefined ? '(none)' : JSON.stringify(value.slice(0, 100));
}
