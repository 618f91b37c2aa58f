import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../bundle/testing/temporary-folder.ts';
import { ok, refused } from '../contract/result.ts';
import { createFileOpener } from './file-opener.ts';

let folder: string;
let refusals: string[];
let opener: ReturnType<typeof createFileOpener>;
beforeEach(() => {
  folder = temporaryFolder();
  refusals = [];
  opener = createFileOpener({
    openBundle: async (path) =>
      path.includes('case') ? ok({ runId: 'bundle-1' }) : refused('damaged', 'It is damaged or no zip file.'),
    onRefusal: (kind, detail) => void refusals.push(`${kind} ${detail}`),
  });
});
const put = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const PROFILE = 'schema: airway.profile/1\nname: Site\nconsole: { address: air.example.com }\n';

function authority(): string {
  const keys = forge.pki.rsa.generateKeyPair(1024);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.setSubject([{ name: 'commonName', value: 'Example root' }]);
  certificate.setIssuer([{ name: 'commonName', value: 'Example root' }]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}

describe('a profile', () => {
  it('comes as its text', async () => {
    expect(await opener(put('site.airway.yaml', PROFILE))).toEqual({
      kind: 'profile',
      name: 'site.airway.yaml',
      text: PROFILE,
    });
  });

  it('brings the authority that it names, which only its path tells where to find', async () => {
    const pem = authority();
    put('root.pem', pem);
    const text = PROFILE.replace('air.example.com', 'air.example.com, caFile: ./root.pem');
    expect(await opener(put('site.yaml', text))).toMatchObject({ ca: { name: 'root.pem', pem } });
    put('root.pem', 'no certificate');
    expect(await opener(put('site.yaml', text))).toEqual({ kind: 'profile', name: 'site.yaml', text });
  });

  it.each(['//', '\\\\\\\\'])('asks no other machine for an authority, by %s', async (start) => {
    put('root.pem', authority());
    // Here two slashes are as good as one, so that it would be found; Windows would send the login of this user.
    const path = `${start}${join(folder, 'root.pem').slice(1)}`;
    const text = PROFILE.replace('air.example.com', `air.example.com, caFile: "${path}"`);
    expect(await opener(put('site.yaml', text))).toEqual({ kind: 'profile', name: 'site.yaml', text });
  });

  it('fetches no secret', async () => {
    put('token', 'geheim');
    const text = PROFILE.replace('air.example.com', 'air.example.com, apiToken: { file: ./token }');
    expect(JSON.stringify(await opener(put('site.yaml', text)))).not.toContain('geheim');
  });
});

describe('a bundle', () => {
  it('is opened by the session, as a run', async () => {
    expect(await opener('/somewhere/case.zip')).toEqual({ kind: 'run', name: 'case.zip', runId: 'bundle-1' });
  });
});

describe('what is neither', () => {
  it.each([
    ['a text', 'notes.txt', 'geheim', 'not-ours'],
    ['no YAML', 'a.yaml', 'geheim: [', 'syntax'],
    ['another YAML', 'a.yaml', 'password: geheim\n', 'invalid'],
    ['nothing', 'a.yaml', '', 'empty'],
    ['far too much', 'a.yaml', 'x'.repeat(300_000), 'too-large'],
    ['no zip', 'a.zip', 'geheim', 'damaged'],
  ])('is refused in words: %s', async (_what, name, text, code) => {
    const opened = await opener(put(name, text));
    expect(opened).toMatchObject({ kind: 'refused', name });
    expect(JSON.stringify(opened)).not.toContain('geheim');
    expect(refusals).toEqual([expect.stringContaining(name)]);
    expect(opened).toMatchObject({ code });
  });

  it('is refused where it is a folder, or not there', async () => {
    mkdirSync(join(folder, 'a.yaml'));
    expect(await opener(join(folder, 'a.yaml'))).toMatchObject({ code: 'not-a-file' });
    expect(await opener(join(folder, 'b.yaml'))).toMatchObject({ code: 'not-found' });
  });
});
