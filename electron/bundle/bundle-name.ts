/** `airway-example-site-20261124-191027-3f9a1c.zip`: the site's name as far as every file system takes it, and the id of the run; `.zip.age` when it is encrypted. */
export function bundleName(siteName: string, runId: string, isSealed = false): string {
  const site = siteName
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 40);
  return `airway-${site === '' ? 'site' : site}-${runId}.zip${isSealed ? '.age' : ''}`;
}
