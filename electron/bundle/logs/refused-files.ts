import { sniffEncoding } from '../redaction/decode-text.ts';

/** Folders that hold evidence, or keys of the Console: nothing below them is ever read. */
const REFUSED_FOLDERS = /^(?:cases?|evidence|evidences|acquisitions?|ssl|private|keys|\.ssh|\.gnupg)$/i;

const ARCHIVES = /\.(?:zip|7z|rar|tar|gz|tgz|bz2|xz|zst|lz4|cab|iso|vhdx?|vmdk|e01|aff4?|raw|mem|dmp|core)$/i;
const EVIDENCE = /(?:\.(?:ppc|drone|evtx?|pcapng|pcap|etl|sqlite|db|hve)|^task\.dat)$/i;
const KEYS =
  /(?:\.(?:key|pem|pfx|p12|p8|ppk|jks|kdbx|keystore|asc|gpg|age)|^id_(?:rsa|dsa|ecdsa|ed25519)(?:\..*)?)$/i;

/** Why a file is not taken, told from its path below the place of logs; undefined when its name speaks against nothing. */
export function whyRefusedByName(relativePath: string): string | undefined {
  const parts = relativePath.split(/[/\\]/);
  const name = parts.at(-1) ?? '';
  if (parts.slice(0, -1).some((part) => REFUSED_FOLDERS.test(part)))
    return 'it is in a folder of evidence or keys, which is never collected';
  if (EVIDENCE.test(name)) return 'it is evidence, which is never collected';
  if (KEYS.test(name)) return 'it may be a private key, which is never collected';
  if (ARCHIVES.test(name)) return 'it is packed, and what cannot be redacted is not collected';
  return undefined;
}

/** First bytes that tell what a file is whatever its name says. */
const SIGNATURES: readonly { readonly bytes: string; readonly what: string }[] = [
  { bytes: 'PK\x03\x04', what: 'a zip archive, as evidence is' },
  { bytes: 'PK\x05\x06', what: 'a zip archive, as evidence is' },
  { bytes: '7z\xbc\xaf', what: 'an archive' },
  { bytes: 'Rar!', what: 'an archive' },
  { bytes: '\x1f\x8b', what: 'packed' },
  { bytes: 'BZh', what: 'packed' },
  { bytes: '\xfd7zXZ', what: 'packed' },
  { bytes: '\x28\xb5\x2f\xfd', what: 'packed' },
  { bytes: 'MZ', what: 'a program' },
  { bytes: '\x7fELF', what: 'a program' },
  { bytes: '\xcf\xfa\xed\xfe', what: 'a program' },
  { bytes: 'ElfFile\0', what: 'an event log of Windows, which is evidence' },
  { bytes: 'SQLite format 3\0', what: 'a database' },
  { bytes: 'EVF\x09\x0d\x0a\xff', what: 'a disk image, which is evidence' },
  { bytes: 'PMDM', what: 'a memory image, which is evidence' },
  { bytes: 'PAGEDU', what: 'a memory image, which is evidence' },
  { bytes: 'regf', what: 'a hive of the registry, which is evidence' },
  { bytes: '\xd4\xc3\xb2\xa1', what: 'captured traffic, which is evidence' },
  { bytes: '\x0a\x0d\x0d\x0a', what: 'captured traffic, which is evidence' },
  { bytes: 'age-encryption.org/', what: 'encrypted' },
];

/** Why a file is not taken, told from its first bytes; undefined for a text. */
export function whyRefusedByContent(head: Buffer): string | undefined {
  const text = head.toString('latin1');
  const known = SIGNATURES.find(({ bytes }) => text.startsWith(bytes));
  // A log may begin with any two letters: what a program or a packed file begins with is no text behind them.
  const isBinary = sniffEncoding(head) === 'binary';
  if (known !== undefined && (known.bytes.length > 2 || isBinary)) return `it is ${known.what}`;
  if (/^\s*-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) return 'it is a private key, which is never collected';
  return isBinary ? 'it is no text, and what cannot be redacted is not collected' : undefined;
}
