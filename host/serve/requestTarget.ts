/** What a request asks for. */
export interface RequestTarget {
  /** Begins with one `/`; percent signs as they were sent. */
  readonly path: string;
  readonly query: URLSearchParams;
}

const PCHAR = "(?:[\\w.~!$&'()*+,;=:@-]|%[0-9a-fA-F]{2})";
/** RFC 9112’s origin form, with RFC 3986’s `path-absolute`: no second slash that could be read as a host. */
const ORIGIN_FORM = new RegExp(`^(/(?:${PCHAR}+(?:/${PCHAR}*)*)?)(?:\\?((?:${PCHAR}|[/?])*))?$`);

/**
 * Reads the target of a request line; undefined for any that is no path of this server (`//`, `/\`, a whole
 * address, `*`, a host to connect to). Nothing throws: what a stranger sends is not given to a parser that may.
 */
export function requestTarget(written: string | undefined): RequestTarget | undefined {
  const [, path, query] = ORIGIN_FORM.exec(written ?? '') ?? [];
  return path === undefined ? undefined : { path, query: new URLSearchParams(query ?? '') };
}
