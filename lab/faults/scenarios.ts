import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Scenario } from './scenario.ts';
import type { NamedScenario } from './score.ts';

const FOLDER = join(import.meta.dirname, 'scenarios');

const moduleSchema = z.object({
  scenario: z.custom<Scenario>((value) => typeof value === 'object' && value !== null),
});

/** Every scenario, by group and name. */
export async function allScenarios(): Promise<readonly NamedScenario[]> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const { scenario } = moduleSchema.parse(await import(pathToFileURL(join(FOLDER, file)).href));
      const [group = '', name = ''] = file.replaceAll('\\', '/').replace(/\.ts$/, '').split('/');
      return { ...scenario, name, group };
    }),
  );
}
