import type { Netlogon } from '../../contract/outcomes/cldap.ts';
import { BER, readBer } from '../ldap/ber.ts';
import { type LdapMessage, readLdapMessage } from '../ldap/ldap-message.ts';
import { type Filter, writeSearch } from '../ldap/ldap-requests.ts';
import { resultName } from '../ldap/ldap-result.ts';
import { readNetlogon } from './netlogon.ts';

/** NETLOGON_NT_VERSION_5 and _5EX, [MS-ADTS] §6.3.1.1, as a little-endian number. */
const VERSION = Buffer.from([6, 0, 0, 0]);

/** Messages in one datagram that are looked at: an entry and the end of the search. */
const MESSAGES_MOST = 4;

/** The LDAP ping, [MS-ADTS] §6.3.3.1: one search of the root, told apart from others by its number. */
export function writePing(id: number, domain: string | undefined): Buffer {
  const version: Filter = { attribute: 'NtVer', value: VERSION };
  return writeSearch(id, {
    baseDn: '',
    scope: 'base',
    // Samba answers an AND alone, even where one condition is all that there is.
    filter: {
      all: [...(domain === undefined ? [] : [{ attribute: 'DnsDomain', value: domain }]), version],
    },
    attributes: ['Netlogon'],
    sizeLimit: 0,
    timeLimitSeconds: 0,
  });
}

/**
 * What one datagram says to the ping `id`. `empty` a search that found nothing · `refused` another result than 0 · `noise` no answer
 * to it, or one that cannot be read.
 */
export type PingAnswer =
  | { readonly kind: 'netlogon'; readonly netlogon: Netlogon }
  | { readonly kind: 'refused'; readonly code: number; readonly name: string }
  | { readonly kind: 'empty' | 'noise' };

/** Reads the messages of one datagram. */
export function readPingAnswer(bytes: Buffer, id: number): PingAnswer {
  const messages = readAll(bytes);
  for (const message of messages) {
    if (message.id !== id) return { kind: 'noise' };
    if (message.kind === 'entry') {
      const netlogon = readNetlogon(message.attributes.get('netlogon')?.[0] ?? Buffer.alloc(0));
      return netlogon === undefined ? { kind: 'noise' } : { kind: 'netlogon', netlogon };
    }
    if (message.kind === 'done') {
      const { code } = message.result;
      return code === 0 ? { kind: 'empty' } : { kind: 'refused', code, name: resultName(code) };
    }
  }
  return { kind: 'noise' };
}

function readAll(bytes: Buffer): LdapMessage[] {
  const messages: LdapMessage[] = [];
  for (let offset = 0; offset < bytes.length && messages.length < MESSAGES_MOST; ) {
    const element = readBer(bytes, offset, bytes.length);
    const message =
      typeof element === 'string' || element.tag !== BER.sequence
        ? undefined
        : readLdapMessage(element.content);
    if (typeof element === 'string' || message === undefined) break;
    messages.push(message);
    offset = element.end;
  }
  return messages;
}
