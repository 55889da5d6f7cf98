import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { isOurs, SCHEME } from './origin.ts';

/** What `app://` may do, told before the app is ready: an origin of its own, as safe as https. */
export const APP_SCHEME = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Scripts from our own files only; nothing from anywhere else. Inline styles are how Plotly and Mantine work. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // For the day on which Chromium knows it; until then hardening.ts keeps WebRTC in.
  "webrtc 'block'",
].join('; ');

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * The file below `root` that an address of ours names; undefined for one that is not ours, cannot
 * be read, or leads out. Resolved first and compared afterwards, the separator included: `..` in any
 * spelling is gone by then, and a neighbour `dist-other` does not pass for `dist`.
 */
export function fileOfAddress(address: string, root: string): string | undefined {
  if (!isOurs(address)) return undefined;
  const path = decoded(new URL(address).pathname);
  if (path === undefined || path.includes('\0')) return undefined;
  const file = resolve(root, `.${path === '/' ? '/index.html' : path}`);
  return file.startsWith(resolve(root) + sep) ? file : undefined;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Answers requests for `app://` from the files below `root`, for `protocol.handle`. Never rejects. */
export function appFiles(root: string): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Method not allowed');
    const file = fileOfAddress(url, root);
    const type = file === undefined ? undefined : TYPES[extname(file).toLowerCase()];
    if (file === undefined || type === undefined) return plain(404, 'Not found');
    try {
      const bytes = await readFile(file);
      return new Response(method === 'HEAD' ? null : bytes, { headers: headers(type) });
    } catch {
      return plain(404, 'Not found');
    }
  };
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: headers('text/plain; charset=utf-8') });
}

function headers(type: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-cache',
  };
}
