import { readFileSync } from 'node:fs';
import path from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { quietSocketIo } from './scripts/quiet-socket-io.ts';

const { version } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'package.json'), 'utf8'),
) as { version: string };

/** The web board, which the team server serves; the app's package does not hold it. */
export default defineConfig({
  root: path.join(import.meta.dirname, 'src/renderer/board'),
  base: '/',
  define: { __AMPEL_VERSION__: JSON.stringify(version) },
  plugins: [
    quietSocketIo,
    // React Aria brings its words in thirty languages.
    optimizeLocales.vite({ locales: ['en-US', 'de-DE'] }),
    react(),
  ],
  worker: { format: 'es' },
  build: {
    outDir: path.join(import.meta.dirname, 'out/board'),
    emptyOutDir: true,
    target: 'es2022',
    // The server's policy allows neither inline scripts nor styles; files it may keep for ever.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
