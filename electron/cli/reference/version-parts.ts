import { isSea } from 'node:sea';
import { BUNDLE_SCHEMA } from '../../bundle/manifest.ts';
import { PROFILE_SCHEMA } from '../../contract/profile.ts';
import { REPORT_SCHEMA } from '../../contract/report.ts';
import { TOOL } from '../../session/tool.ts';

/** Versions of the parts that this program consists of, and what it was built as. */
export function versionParts(): Readonly<Record<string, string>> {
  const { node, openssl = 'unknown', v8, uv, zlib } = process.versions;
  return {
    airway: TOOL.version,
    schemas: [PROFILE_SCHEMA, REPORT_SCHEMA, BUNDLE_SCHEMA].join(' '),
    node,
    openssl,
    v8,
    uv,
    zlib,
    target: `${process.platform}-${process.arch}`,
    form: isSea() ? 'single file' : 'on an installed Node',
  };
}
