import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The renderer's build: plain files that every host can serve under the strictest policy, with nothing inline. */
export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  // Relative, so that the same files work under app:// and behind an SSH port forward.
  base: './',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('out/renderer', import.meta.url)),
    emptyOutDir: true,
    // Below the Chromium of the Electron in use, and every browser that an engineer keeps up to date.
    target: ['chrome130', 'firefox128', 'safari17.5'],
    sourcemap: false,
    // One script below this is loaded from the same machine at once; more would call for splitting.
    chunkSizeWarningLimit: 1200,
    // `data:` in scripts, styles and fonts is outside the policy; the polyfill would be an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Texts of other languages apart from the program: a page loads those of one language, when it is wanted.
        chunkFileNames: ({ facadeModuleId }) =>
          facadeModuleId?.includes('/locales/') === true
            ? 'assets/locales/[name]-[hash].js'
            : 'assets/[name]-[hash].js',
      },
    },
  },
});
