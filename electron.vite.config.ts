import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Everything but Electron itself is bundled, so that the package needs no node_modules.
export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      target: 'node24',
      minify: true,
      sourcemap: false,
      rollupOptions: { input: 'src/main/index.ts', output: { format: 'es' } },
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
    root: 'src/renderer',
    base: './',
    plugins: [react()],
    build: {
      minify: true,
      rollupOptions: { input: 'src/renderer/index.html' },
    },
  },
});
