import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { leaveOut } from './scripts/leave-out.ts';
import { quietSocketIo } from './scripts/quiet-socket-io.ts';

const ICONS = path.join(import.meta.dirname, 'src/main/icons/generated');

/** Puts the icons beside the main bundle under their own names: Electron finds `@2x` by name. */
const icons: Plugin = {
  name: 'ampel-icons',
  generateBundle() {
    for (const entry of readdirSync(ICONS, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const fileName = path.join('icons', path.relative(ICONS, file));
      this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
    }
  },
};

/** Lets the development server in: hot reload needs inline scripts, styles and a WebSocket. */
const developmentPolicy: Plugin = {
  name: 'ampel-development-policy',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html
      .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
      .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
      .replace("connect-src 'none'", "connect-src 'self' ws:"),
};

/** A third of main's bundle otherwise. Settings are validated with zod, and Ampel uses WebSocket. */
const leftOut = leaveOut([
  {
    module: 'ajv/dist/2020.js',
    importedBy: 'conf',
    names: ['Ajv2020'],
    neededFor: 'the option `schema` of electron-store',
  },
  {
    module: 'ajv-formats',
    importedBy: 'conf',
    names: ['default'],
    neededFor: 'the option `schema` of electron-store',
  },
  {
    module: 'semver',
    importedBy: 'conf',
    names: ['default'],
    neededFor: 'the option `migrations` of electron-store',
  },
  {
    module: 'xmlhttprequest-ssl',
    importedBy: 'engine.io-client',
    names: ['default'],
    neededFor: 'the transport `polling` of Socket.IO',
  },
  {
    module: './lib/websocket-server.js',
    importedBy: 'ws',
    names: ['default'],
    neededFor: 'a server of WebSockets',
  },
  {
    module: './lib/stream.js',
    importedBy: 'ws',
    names: ['default'],
    neededFor: 'a WebSocket as a stream',
  },
  {
    module: '../core/to-json-schema.js',
    importedBy: 'zod',
    names: ['createStandardJSONSchemaMethod', 'createToJSONSchemaMethod'],
    neededFor: 'a schema as JSON Schema',
  },
  {
    module: './to-json-schema.js',
    importedBy: 'zod',
    names: [
      'createStandardJSONSchemaMethod',
      'createToJSONSchemaMethod',
      'extractDefs',
      'finalize',
      'handleUnrepresentable',
      'initializeContext',
      'processSchema',
    ],
    neededFor: 'a schema as JSON Schema',
  },
]);

/** German's place is taken by texts that show what does not fit; see test/e2e/pseudo-locale.spec.ts. */
const pseudoLocale = {
  alias: [
    {
      find: /^.*\/messages\/de\.ts$/,
      replacement: path.join(import.meta.dirname, 'test/e2e/pseudo-locale/messages.ts'),
    },
  ],
};

// Everything but Electron itself is bundled, so that the package needs no node_modules.
export default defineConfig(({ mode }) => {
  const resolve = mode === 'pseudo-locale' ? pseudoLocale : {};
  return {
    main: {
      resolve,
      plugins: [icons, leftOut, quietSocketIo],
      build: {
        externalizeDeps: false,
        target: 'node24',
        minify: true,
        rollupOptions: {
          input: 'src/main/index.ts',
          // All in one folder: what is loaded on demand finds icons and page where the rest does.
          output: { format: 'es', chunkFileNames: '[name].js' },
        },
      },
    },
    preload: {
      build: {
        externalizeDeps: false,
        minify: true,
        rollupOptions: {
          input: 'src/preload/index.ts',
          // A sandboxed preload script cannot be an ES module.
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
    renderer: {
      resolve,
      root: 'src/renderer',
      base: './',
      plugins: [
        // React Aria brings its words in thirty languages.
        optimizeLocales.vite({ locales: ['en-US', 'de-DE'] }),
        react(),
        developmentPolicy,
      ],
      build: {
        minify: true,
        // The files lie beside each other on the disk: there is no way to save by asking earlier.
        modulePreload: false,
        // Absolute, because the development server resolves it against the renderer's root.
        rollupOptions: { input: path.join(import.meta.dirname, 'src/renderer/index.html') },
      },
    },
  };
});
