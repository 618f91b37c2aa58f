import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { issue, makeAuthority, selfSigned } from '../testing/test-certificates.ts';
import { type ReadCertificate, readCertificate } from './certificate.ts';
import { assessTrust } from './trust.ts';
import { isLoaded, makeStore, pemBlocks, trustContext, trustStores } from './trust-store.ts';

const read = (...pems: string[]): ReadCertificate[] =>
  pems.flatMap(pemBlocks).flatMap((pem) => readCertificate(new X509Certificate(pem).raw) ?? []);

const root = makeAuthority({ commonName: 'Site Root' });
const issuing = makeAuthority({ commonName: 'Site Issuing CA', issuer: root });
const leaf = issue(issuing, { dnsNames: ['console.test'] });
const stranger = makeAuthority({ commonName: 'Somebody Else' });

const runtime = (...pems: string[]) => makeStore('runtime', pems);
const os = (...pems: string[]) => makeStore('os', pems);
const profile = (...pems: string[]) => makeStore('profile', pems);

describe('assessTrust', () => {
  it('says of each store by itself whether it trusts the chain', () => {
    const stores = [
      runtime(stranger.certificatePem),
      os(stranger.certificatePem, root.certificatePem),
      { store: 'profile' as const, reason: 'the profile names no CA file' },
    ];
    const { trust, path, untrusted } = assessTrust(read(leaf.fullChainPem), stores);
    expect(trust).toEqual([
      { store: 'runtime', code: 'untrusted', roots: 1 },
      { store: 'os', code: 'trusted', roots: 2, anchor: 'CN=Site Root' },
      { store: 'profile', code: 'not-checked', reason: 'the profile names no CA file' },
    ]);
    expect(untrusted).toBeUndefined();
    expect(path.map(({ certificate }) => certificate.commonName)).toEqual([
      'console.test',
      'Site Issuing CA',
      'Site Root',
    ]);
  });

  it('finds the path whatever the order in which the chain was sent, and whatever else was sent', () => {
    const chain = read(
      leaf.certificatePem,
      root.certificatePem,
      stranger.certificatePem,
      issuing.certificatePem,
    );
    expect(assessTrust(chain, [profile(root.certificatePem)]).trust[0]?.code).toBe('trusted');
  });

  it("takes a certificate in the profile as an anchor, the server's own included", () => {
    const own = selfSigned({ dnsNames: ['console.test'] });
    expect(assessTrust(read(own.certificatePem), [profile(own.certificatePem)]).untrusted).toBeUndefined();
    expect(
      assessTrust(read(leaf.certificatePem), [profile(issuing.certificatePem)]).untrusted,
    ).toBeUndefined();
  });

  it('goes by signatures and the CA flag, not by names', () => {
    const impostor = makeAuthority({ commonName: 'Site Issuing CA' });
    const forged = issue(impostor, { dnsNames: ['console.test'] });
    expect(
      assessTrust(read(forged.certificatePem, issuing.certificatePem), [profile(root.certificatePem)])
        .untrusted,
    ).toBe('incomplete-chain');
    const server = issue(root, { commonName: 'Not An Authority' });
    const below = issue(
      {
        ...root,
        commonName: 'Not An Authority',
        certificatePem: server.certificatePem,
        privateKeyPem: server.privateKeyPem,
      },
      { dnsNames: ['console.test'] },
    );
    const chain = read(below.certificatePem, server.certificatePem);
    expect(assessTrust(chain, [profile(root.certificatePem)]).trust[0]?.code).toBe('untrusted');
  });

  it('ends on a hostile chain of namesakes that sign each other', () => {
    const first = makeAuthority({ commonName: 'Ring' });
    const chain = read(
      issue(first, { dnsNames: ['console.test'] }).certificatePem,
      ...Array.from(
        { length: 11 },
        () => makeAuthority({ commonName: 'Ring', issuer: first }).certificatePem,
      ),
    );
    expect(assessTrust(chain, [runtime(root.certificatePem)]).trust[0]?.code).toBe('untrusted');
  });
});

describe('why no store trusts a chain', () => {
  const organized = makeAuthority({ commonName: 'Acme Root', organization: 'Acme' });
  const organizedIssuing = makeAuthority({
    commonName: 'Acme Issuing',
    organization: 'Acme',
    issuer: organized,
  });
  const namesake = makeAuthority({ commonName: 'Site Root' });
  const air = makeAuthority({ commonName: 'BINALYZE R1' });
  const self = selfSigned({ dnsNames: ['console.test'] });
  const linked = issue(issuing, { dnsNames: ['console.test'], issuerUrl: 'http://pki.test/issuing.cer' });
  const directory = issue(root, { dnsNames: ['console.test'], issuerUrl: 'ldap:///CN=Site%20Root' });

  it.each([
    ['a self-signed certificate', [self.certificatePem], [runtime()], 'self-signed'],
    ['a root that was sent', [leaf.fullChainPem, root.certificatePem], [runtime()], 'untrusted-authority'],
    [
      'a gap below a root that was sent',
      [leaf.certificatePem, root.certificatePem],
      [runtime()],
      'incomplete-chain',
    ],
    [
      'a gap below a root that was sent and is trusted',
      [leaf.certificatePem, root.certificatePem],
      [profile(root.certificatePem)],
      'incomplete-chain',
    ],
    ['an intermediate below an unknown root', [leaf.fullChainPem], [runtime()], 'untrusted-authority'],
    [
      'the same, with another authority in the profile',
      [leaf.fullChainPem],
      [profile(stranger.certificatePem)],
      'untrusted-authority',
    ],
    [
      'an authority of the same name with another key',
      [issue(root, { dnsNames: ['console.test'] }).certificatePem],
      [profile(namesake.certificatePem)],
      'untrusted-authority',
    ],
    [
      'a certificate right below an unknown root',
      [issue(root, { dnsNames: ['console.test'] }).certificatePem],
      [runtime()],
      'untrusted-authority',
    ],
    ['the same with a link into a directory', [directory.certificatePem], [runtime()], 'untrusted-authority'],
    [
      'only the own certificate, root in the profile',
      [leaf.certificatePem],
      [profile(root.certificatePem)],
      'incomplete-chain',
    ],
    [
      'only the own certificate with a link to its issuer',
      [linked.certificatePem],
      [runtime()],
      'incomplete-chain',
    ],
    [
      'only the own certificate, its family in a store',
      [issue(organizedIssuing, { dnsNames: ['console.test'] }).certificatePem],
      [os(organized.certificatePem)],
      'incomplete-chain',
    ],
    [
      'the certificate that AIR makes for itself, with another authority in the profile',
      [issue(air, { dnsNames: ['console.test'] }).certificatePem],
      [profile(stranger.certificatePem)],
      'untrusted-authority',
    ],
  ])('%s', (_case, pems, stores, reason) => {
    expect(assessTrust(read(...pems), stores).untrusted).toBe(reason);
  });
});

describe('trustStores', () => {
  it('reads the runtime and this operating system once, and indexes them by subject', () => {
    const [first, second] = trustStores();
    expect(first?.store).toBe('runtime');
    if (first === undefined || second === undefined || !isLoaded(first)) throw new Error('not loaded');
    expect(first.roots.length).toBeGreaterThan(100);
    const [any] = first.roots;
    expect(first.bySubject.get(any?.fields()?.subjectKey ?? '')).toContain(any);
    expect(trustStores()[0]).toBe(first);
    expect(trustStores()[1]).toBe(second);
  });

  it('says why there is no store of the profile', () => {
    expect(trustStores()[2]).toEqual({ store: 'profile', reason: 'the profile names no CA file' });
    expect(trustStores('no PEM at all')[2]).toMatchObject({
      reason: expect.stringContaining('no certificate'),
    });
    expect(trustContext('observe', 'no PEM at all')).toBe(trustContext('observe', 'no PEM at all'));
  });

  it('reads every certificate of a CA file with text between them, and each once', () => {
    const text = `# the root\n${root.certificatePem}\nnoise\n${stranger.certificatePem}${root.certificatePem}`;
    const [, , store] = trustStores(text.replaceAll('\n', '\r\n'));
    expect(store !== undefined && isLoaded(store) && store.roots.length).toBe(2);
  });

  // The store of OpenSSL's defaults is what the platform calls the system store on Linux only.
  it.skipIf(process.platform !== 'linux')('sees an authority that only the operating system has', () => {
    const directory = mkdtempSync(join(tmpdir(), 'airway-store-'));
    try {
      const file = join(directory, 'ca.pem');
      writeFileSync(file, root.certificatePem);
      const script = `
        import { isLoaded, trustStores } from ${JSON.stringify(new URL('./trust-store.ts', import.meta.url).href)};
        const has = (s) => isLoaded(s) && s.roots.some((r) => r.pem.trim() === process.env.WANTED.trim());
        console.log(JSON.stringify(trustStores().slice(0, 2).map(has)));`;
      const environment = {
        PATH: process.env['PATH'],
        WANTED: root.certificatePem,
        SSL_CERT_DIR: join(directory, 'none'),
      };
      const answer = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...environment, SSL_CERT_FILE: file },
        encoding: 'utf8',
        // Node says there that the folder is missing.
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(JSON.parse(answer)).toEqual([false, true]);
      const none = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...environment, SSL_CERT_FILE: join(directory, 'missing.pem'), NODE_EXTRA_CA_CERTS: file },
        encoding: 'utf8',
        // Node says there that the folder is missing.
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      // NODE_EXTRA_CA_CERTS belongs to the runtime.
      expect(JSON.parse(none)).toEqual([true, false]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
