import { z } from 'zod';

// The parts of CycloneDX 1.6 (bom-1.6.schema.json, ECMA-424) that an SBOM of this project uses, as strict as the published schema: what
// is not named here is refused.

const hash = z.union([
  z.strictObject({ alg: z.literal('SHA-256'), content: z.string().regex(/^[a-f0-9]{64}$/) }),
  z.strictObject({ alg: z.literal('SHA-512'), content: z.string().regex(/^[a-f0-9]{128}$/) }),
]);
const licences = z
  .array(
    z.union([
      z.strictObject({ license: z.strictObject({ id: z.string().regex(/^[A-Za-z0-9.+-]+$/) }) }),
      z.strictObject({ expression: z.string().min(1) }),
    ]),
  )
  .min(1);
/** A package URL of npm: `pkg:npm/[%40SCOPE/]NAME@VERSION` (package-url/purl-spec). */
const purl = z.string().regex(/^pkg:npm\/(?:%40[a-z0-9.-]+\/)?[a-z0-9._-]+@\d+\.\d+\.\d+[\w.-]*$/);
const externalReference = z.strictObject({
  type: z.enum(['website', 'vcs', 'distribution', 'issue-tracker', 'license']),
  url: z.url(),
  hashes: z.array(hash).optional(),
});
const component = z.strictObject({
  type: z.enum(['application', 'framework', 'library']),
  'bom-ref': z.string().min(1),
  group: z.string().optional(),
  name: z.string().min(1),
  version: z.string().min(1),
  licenses: licences,
  purl,
  hashes: z.array(hash).min(1).optional(),
  externalReferences: z.array(externalReference).optional(),
});

/** An SBOM whose references all lead somewhere, and of which no component is named twice. */
export const cycloneDx = z
  .strictObject({
    $schema: z.literal('http://cyclonedx.org/schema/bom-1.6.schema.json'),
    bomFormat: z.literal('CycloneDX'),
    specVersion: z.literal('1.6'),
    serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
    version: z.int().min(1),
    metadata: z.strictObject({
      timestamp: z.iso.datetime(),
      lifecycles: z.array(z.strictObject({ phase: z.enum(['design', 'pre-build', 'build', 'post-build']) })),
      tools: z.strictObject({ components: z.array(component) }),
      component,
    }),
    components: z.array(component),
    dependencies: z.array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
  })
  .superRefine(({ metadata, components, dependencies }, context) => {
    const refs = [metadata.component, ...components].map((one) => one['bom-ref']);
    if (new Set(refs).size < refs.length) context.addIssue('two components have one reference');
    const known = new Set(refs);
    for (const { ref, dependsOn } of dependencies)
      for (const one of [ref, ...dependsOn]) if (!known.has(one)) context.addIssue(`nothing is ${one}`);
  });
