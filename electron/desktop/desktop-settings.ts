import { join } from 'node:path';
import { z } from 'zod';
import { type KeptSettings, keepSettings } from './kept-settings.ts';
import { windowStateSchema } from './window-state.ts';

const desktopSettingsSchema = z.object({
  window: windowStateSchema.optional(),
  /** Whether secrets are kept, encrypted by the operating system. Nobody is asked: whoever wants it switches it on. */
  remembersSecrets: z.boolean(),
});
type DesktopSettings = z.infer<typeof desktopSettingsSchema>;

/** What the window itself keeps from one start to the next. */
export const desktopSettings = (stateDirectory: string): KeptSettings<DesktopSettings> =>
  keepSettings(join(stateDirectory, 'desktop.json'), desktopSettingsSchema, { remembersSecrets: false });
