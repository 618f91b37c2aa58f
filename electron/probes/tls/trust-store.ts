import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { type CertificateFields, readCertificateFields, readSubjectKey } from './certificate-fields.ts';

/** One authority of a store. It is only read in full when a chain may lead to it, because a store holds hundreds. */
export interface StoreRoot {
  readonly pem: string;
  /** undefined when there is more to it than its subject that cannot be read. */
  fields(): CertificateFields | undefined;
  x509(): X509Certificate | undefined;
}

/** The authorities that one party trusts. */
export interface TrustStore {
  readonly store: 'runtime' | 'os' | 'profile';
  readonly roots: readonly StoreRoot[];
  /** Roots by the name that stands in them as subject, in the form of `CertificateFields.subjectKey`. */
  readonly bySubject: ReadonlyMap<string, readonly StoreRoot[]>;
}

/** A store that could not be asked, and why, in words. */
export interface MissingStore {
  readonly store: TrustStore['store'];
  readonly reason: string;
}

/** Where Linux distributions keep all trusted authorities in one file: Debian, Red Hat, SUSE, Alpine, and older Red Hat. */
const LINUX_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Characters of a CA file that are looked at; the whole store of a distribution is a twentieth of it. */
const PEM_TEXT_LIMIT = 4 * 1024 * 1024;

/** Builds a store from PEM blocks; blocks that hold no readable certificate are left out, and so are repeated ones. */
export function makeStore(store: TrustStore['store'], pems: Iterable<string>): TrustStore {
  const roots: StoreRoot[] = [];
  const bySubject = new Map<string, StoreRoot[]>();
  for (const pem of new Set(pems)) {
    const der = Buffer.from(pem.replaceAll(/-----[^-]*-----/g, ''), 'base64');
    const subjectKey = readSubjectKey(der);
    if (subjectKey === undefined) continue;
    const root = { pem, fields: once(() => readCertificateFields(der)), x509: once(() => parse(der)) };
    roots.push(root);
    const namesakes = bySubject.get(subjectKey);
    if (namesakes === undefined) bySubject.set(subjectKey, [root]);
    else namesakes.push(root);
  }
  return { store, roots, bySubject };
}

/** The certificates of a PEM text, each by itself, whatever stands between them. */
export function pemBlocks(text: string): string[] {
  return (
    text.slice(0, PEM_TEXT_LIMIT).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  );
}

/**
 * The three stores that a chain is held against: the list inside the runtime (with NODE_EXTRA_CA_CERTS), the operating
 * system's, and the CA file of the profile. The first two are read once in the life of the process, when first asked for.
 */
export function trustStores(caPem?: string): readonly (TrustStore | MissingStore)[] {
  return [runtimeStore(), osStore(), profileStore(caPem)];
}

/** True for a store that can be asked. */
export const isLoaded = (store: TrustStore | MissingStore): store is TrustStore => 'roots' in store;

/**
 * The library's own context over all stores together. A certificate in a store ends a chain even where it is not self-signed,
 * as Go's verifier has it. Versions are the two that AIR's clients use.
 *
 * `observe` is for looking at a server, whatever it is: weak keys and digests, which the library would refuse before anything
 * is learned of them, are let through. `verify` has the library's own defaults and is for connections that carry a secret.
 */
export function trustContext(purpose: 'observe' | 'verify', caPem?: string): tls.SecureContext {
  return cached(contexts, `${purpose} ${caPem ?? ''}`, () => {
    const pems = trustStores(caPem).flatMap((store) =>
      isLoaded(store) ? store.roots.map(({ pem }) => pem) : [],
    );
    return tls.createSecureContext({
      ca: [...new Set(pems)],
      allowPartialTrustChain: true,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
      ...(purpose === 'observe' && !isBoringssl ? { ciphers: `${tls.DEFAULT_CIPHERS}:@SECLEVEL=0` } : {}),
    });
  });
}

/** Electron's library has no security levels, and refuses the word. */
const isBoringssl =
  'openssl_is_boringssl' in process.features && process.features.openssl_is_boringssl === true;

const contexts = new Map<string, tls.SecureContext>();
const profiles = new Map<string, TrustStore>();

/** A run has one CA file; a window that stays open sees a few. */
const CACHE_LIMIT = 4;

function cached<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const found = cache.get(key);
  if (found !== undefined) return found;
  if (cache.size >= CACHE_LIMIT) cache.clear();
  const made = make();
  cache.set(key, made);
  return made;
}

const runtimeStore = once(() => makeStore('runtime', [...listed('bundled'), ...listed('extra')]));

const osStore = once((): TrustStore | MissingStore => {
  const store = makeStore('os', osCertificates());
  return store.roots.length > 0
    ? store
    : { store: 'os', reason: 'no trusted authority could be read from this operating system' };
});

/** What the runtime lists. Node before 22.15 knows only its own list, and a store of the system may be unreadable. */
function listed(store: 'bundled' | 'extra' | 'system'): readonly string[] {
  if (typeof tls.getCACertificates !== 'function') return store === 'bundled' ? tls.rootCertificates : [];
  try {
    return tls.getCACertificates(store);
  } catch {
    // An empty store says as much: it is reported as one that was not checked.
    return [];
  }
}

function osCertificates(): readonly string[] {
  const system = listed('system');
  if (system.length > 0 || process.platform !== 'linux') return system;
  for (const path of LINUX_BUNDLES) {
    try {
      const found = pemBlocks(readFileSync(path, 'utf8'));
      if (found.length > 0) return found;
    } catch {
      // A distribution has one of these files; the others are missing by nature.
    }
  }
  return [];
}

function profileStore(caPem: string | undefined): TrustStore | MissingStore {
  if (caPem === undefined) return { store: 'profile', reason: 'the profile names no CA file' };
  const store = cached(profiles, caPem, () => makeStore('profile', pemBlocks(caPem)));
  return store.roots.length > 0
    ? store
    : { store: 'profile', reason: 'no certificate could be read in the CA file of the profile' };
}

function parse(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
