import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whether a request may come in: undefined if so, else why not, for the log. */
export type AccessCheck = (request: IncomingMessage) => string | undefined;

/** Who may talk to the server. */
export interface Access {
  /** In the address that the person gets; it is exchanged for the cookie. */
  readonly token: string;
  /** The request is for this server, and from its own page if from a page at all. */
  readonly checkPlace: AccessCheck;
  /** It carries the cookie. */
  readonly checkCookie: AccessCheck;
  hasToken(given: string): boolean;
  /** Value of `Set-Cookie`. */
  readonly cookie: string;
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost'];

/**
 * Rules of a server on a loopback port: a token of 256 bits that nobody can guess; a `Host` that names the
 * loopback (else a page elsewhere could point a name of its own here, DNS rebinding); an `Origin`, where the
 * browser gives one, that is the server's own (else any page could call, cross-site request forgery).
 */
export function createAccess(port: number): Access {
  const token = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  // Cookies do not know ports: two servers of one machine must not take each other's.
  const name = `fleetcast-${port}`;
  const hosts = new Set(LOOPBACK_NAMES.map((host) => `${host}:${port}`));
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  return {
    token,
    cookie: `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    hasToken: (given) => isSecret(given, token),
    checkPlace: ({ headers }) => {
      if (headers.host === undefined || !hosts.has(headers.host))
        return `foreign Host ${shown(headers.host)}`;
      if (headers.origin !== undefined && !origins.has(headers.origin)) {
        return `foreign Origin ${shown(headers.origin)}`;
      }
      const site = headers['sec-fetch-site'];
      return site === 'cross-site' || site === 'same-site'
        ? `a request from another site (${shown(site)})`
        : undefined;
    },
    checkCookie: ({ headers }) =>
      isSecret(cookieOf(headers.cookie ?? '', name), session) ? undefined : 'no valid token',
  };
}

function cookieOf(header: string, name: string): string {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value ?? '';
  }
  return '';
}

/** Compares in constant time. */
function isSecret(given: string, secret: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}

function shown(value: string | undefined): string {
  return value === undefined ? '(none)' : JSON.stringify(value.slice(0, 100));
}
