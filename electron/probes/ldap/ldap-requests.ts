import { BER, writeBer, writeBerInteger } from './ber.ts';

/** StartTLS, RFC 4511 §4.14.1. */
export const START_TLS = '1.3.6.1.4.1.1466.20037';

/** The paged results control, RFC 2696. */
export const PAGED_RESULTS = '1.2.840.113556.1.4.319';

/** One condition of a filter, RFC 4511 §4.5.1.7. */
export type Filter =
  | { readonly present: string }
  | { readonly attribute: string; readonly value: Uint8Array | string }
  | { readonly all: readonly Filter[] };

/** A search, RFC 4511 §4.5.1. */
export interface Search {
  readonly baseDn: string;
  readonly scope: 'base' | 'subtree';
  readonly filter: Filter;
  /** `1.1` asks for none, RFC 4511 §4.5.1.8. */
  readonly attributes: readonly string[];
  /** Entries that the server may send at most; 0 leaves it to the server. */
  readonly sizeLimit: number;
  /** Seconds that the server may work on it. */
  readonly timeLimitSeconds: number;
  /** Asks for the first page of that many entries. */
  readonly pageSize?: number;
}

const SEARCH_REQUEST = 0x63;
const SCOPES = { base: 0, subtree: 2 } as const;
const FALSE = writeBer(BER.boolean, Buffer.from([0]));

/** A simple bind, RFC 4511 §4.2: it holds the password and must be kept nowhere. */
export const writeBind = (id: number, name: string, password: string): Buffer =>
  message(
    id,
    writeBer(
      0x60,
      writeBerInteger(BER.integer, 3),
      writeBer(BER.octetString, name),
      writeBer(0x80, password),
    ),
  );

/** RFC 4511 §4.3: the word by which a client leaves. */
export const writeUnbind = (id: number): Buffer => message(id, writeBer(0x42));

/** RFC 4511 §4.14.1: asks that TLS begins. */
export const writeStartTls = (id: number): Buffer => message(id, writeBer(0x77, writeBer(0x80, START_TLS)));

/** A search in which aliases are never followed. */
export function writeSearch(id: number, search: Search): Buffer {
  const { baseDn, scope, filter, attributes, sizeLimit, timeLimitSeconds, pageSize } = search;
  const request = writeBer(
    SEARCH_REQUEST,
    writeBer(BER.octetString, baseDn),
    writeBerInteger(BER.enumerated, SCOPES[scope]),
    writeBerInteger(BER.enumerated, 0),
    writeBerInteger(BER.integer, sizeLimit),
    writeBerInteger(BER.integer, timeLimitSeconds),
    FALSE,
    writeFilter(filter),
    writeBer(BER.sequence, ...attributes.map((name) => writeBer(BER.octetString, name))),
  );
  return pageSize === undefined ? message(id, request) : message(id, request, firstPage(pageSize));
}

function message(id: number, ...parts: readonly Buffer[]): Buffer {
  return writeBer(BER.sequence, writeBerInteger(BER.integer, id), ...parts);
}

function writeFilter(filter: Filter): Buffer {
  if ('present' in filter) return writeBer(0x87, filter.present);
  if ('all' in filter) return writeBer(0xa0, ...filter.all.map(writeFilter));
  return writeBer(0xa3, writeBer(BER.octetString, filter.attribute), writeBer(BER.octetString, filter.value));
}

/** RFC 2696 §2: the size and an empty cookie. Not critical: a server that does not know it keeps to the size limit. */
function firstPage(size: number): Buffer {
  const value = writeBer(BER.sequence, writeBerInteger(BER.integer, size), writeBer(BER.octetString, ''));
  return writeBer(
    0xa0,
    writeBer(BER.sequence, writeBer(BER.octetString, PAGED_RESULTS), writeBer(BER.octetString, value)),
  );
}
