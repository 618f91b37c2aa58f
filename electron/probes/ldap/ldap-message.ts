import { BER, type BerElement, readBer, readBerAll, readBerInteger } from './ber.ts';
import { PAGED_RESULTS } from './ldap-requests.ts';

/** An LDAPResult as it came, RFC 4511 §4.1.9; texts are not yet cut. */
export interface WireResult {
  readonly code: number;
  readonly matchedDn: Buffer;
  readonly diagnosticMessage: Buffer;
  readonly referrals: readonly Buffer[];
}

/** What a server may send, RFC 4511 §4: each with the number of the request that it answers, 0 for none. */
export type LdapMessage = { readonly id: number } & (
  | { readonly kind: 'bind'; readonly result: WireResult }
  | {
      readonly kind: 'entry';
      readonly dn: Buffer;
      /** By lower-case name; values are octets. */
      readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
    }
  | { readonly kind: 'reference'; readonly urls: readonly Buffer[] }
  | {
      readonly kind: 'done';
      readonly result: WireResult;
      /** True when the paged results control says that there is more. */
      readonly hasMore: boolean;
    }
  | { readonly kind: 'extended'; readonly result: WireResult; readonly name: string }
  | { readonly kind: 'other' }
);

/** The responseName of the Notice of Disconnection, RFC 4511 §4.4.1. */
export const NOTICE_OF_DISCONNECTION = '1.3.6.1.4.1.1466.20036';

/** Most elements of each kind that one message may hold; more is no message of a directory. */
const MOST = { attributes: 200, values: 500, urls: 64, controls: 16, fields: 16 } as const;

/** Result codes registered with IANA end at 16654; a number above this is no code. */
const CODE_LIMIT = 65_535;

const REFERRAL = 0xa3;
const CONTROLS = 0xa0;
const RESPONSE_NAME = 0x8a;

/** Reads one LDAPMessage from the content of its SEQUENCE; undefined where it is none. */
export function readLdapMessage(content: Buffer): LdapMessage | undefined {
  const [idElement, operation, controls] = readBerAll(content, 4) ?? [];
  const id = idElement?.tag === BER.integer ? readBerInteger(idElement) : undefined;
  if (id === undefined || id < 0 || operation === undefined) return undefined;
  switch (operation.tag) {
    case 0x61: {
      const result = readResult(operation);
      return result === undefined ? undefined : { id, kind: 'bind', result };
    }
    case 0x64:
      return readEntry(id, operation);
    case 0x65: {
      const result = readResult(operation);
      return result === undefined ? undefined : { id, kind: 'done', result, hasMore: saysMore(controls) };
    }
    case 0x73: {
      const urls = readBerAll(operation.content, MOST.urls);
      return urls === undefined ? undefined : { id, kind: 'reference', urls: urls.map((url) => url.content) };
    }
    case 0x78: {
      const result = readResult(operation);
      const name = readBerAll(operation.content, MOST.fields)?.find(({ tag }) => tag === RESPONSE_NAME);
      return result === undefined
        ? undefined
        : { id, kind: 'extended', result, name: name?.content.toString('latin1', 0, 100) ?? '' };
    }
    default:
      // [APPLICATION n]: an operation or an intermediate response that was not asked for.
      return (operation.tag & 0xc0) === 0x40 ? { id, kind: 'other' } : undefined;
  }
}

function readResult(operation: BerElement): WireResult | undefined {
  const [codeElement, matchedDn, diagnosticMessage, ...rest] =
    readBerAll(operation.content, MOST.fields) ?? [];
  const code = codeElement?.tag === BER.enumerated ? readBerInteger(codeElement) : undefined;
  if (code === undefined || code < 0 || code > CODE_LIMIT) return undefined;
  if (matchedDn?.tag !== BER.octetString || diagnosticMessage?.tag !== BER.octetString) return undefined;
  const referral = rest.find(({ tag }) => tag === REFERRAL);
  const urls = referral === undefined ? [] : readBerAll(referral.content, MOST.urls);
  if (urls === undefined) return undefined;
  return {
    code,
    matchedDn: matchedDn.content,
    diagnosticMessage: diagnosticMessage.content,
    referrals: urls.map(({ content }) => content),
  };
}

function readEntry(id: number, operation: BerElement): LdapMessage | undefined {
  const [dn, list] = readBerAll(operation.content, 2) ?? [];
  const parts = list?.tag === BER.sequence ? readBerAll(list.content, MOST.attributes) : undefined;
  if (dn?.tag !== BER.octetString || parts === undefined) return undefined;
  const attributes = new Map<string, readonly Buffer[]>();
  for (const part of parts) {
    const [name, set] = readBerAll(part.content, 2) ?? [];
    const values = set?.tag === BER.set ? readBerAll(set.content, MOST.values) : undefined;
    if (name?.tag !== BER.octetString || values === undefined) return undefined;
    attributes.set(
      name.content.toString('latin1').toLowerCase(),
      values.map(({ content }) => content),
    );
  }
  return { id, kind: 'entry', dn: dn.content, attributes };
}

/** RFC 2696 §2: a cookie that is not empty. A control that cannot be read says nothing. */
function saysMore(controls: BerElement | undefined): boolean {
  const list = controls?.tag === CONTROLS ? readBerAll(controls.content, MOST.controls) : undefined;
  for (const control of list ?? []) {
    const parts = readBerAll(control.content, 3) ?? [];
    if (parts[0]?.content.toString('latin1') !== PAGED_RESULTS) continue;
    const value = parts.at(-1)?.content ?? Buffer.alloc(0);
    const inner = readBer(value, 0, value.length);
    const [, cookie] = (typeof inner === 'string' ? undefined : readBerAll(inner.content, 2)) ?? [];
    return (cookie?.content.length ?? 0) > 0;
  }
  return false;
}
