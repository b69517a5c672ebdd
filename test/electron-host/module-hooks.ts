/** Makes `require('electron')` and `import 'electron'` give the host's API. */
import { registerHooks } from 'node:module';
import { API_NAMES, api } from './api.ts';

const NAMES = new Set(['electron', 'electron/main', 'electron/common']);
const API_KEY = 'electron-host.api';
const COMMONJS_URL = 'electron-host:commonjs';
const MODULE_URL = 'electron-host:module';

const FROM_GLOBAL = `globalThis[Symbol.for('${API_KEY}')]`;
const COMMONJS_SOURCE = `module.exports = ${FROM_GLOBAL};`;
const MODULE_SOURCE = `
  const api = ${FROM_GLOBAL};
  export default api;
  export const { ${API_NAMES.join(', ')} } = api;
`;

export function installModuleHooks(): void {
  Object.defineProperty(globalThis, Symbol.for(API_KEY), { value: api });
  registerHooks({
    resolve(specifier, context, next) {
      if (!NAMES.has(specifier)) return next(specifier, context);
      const isImport = context.conditions.includes('import');
      return {
        url: isImport ? MODULE_URL : COMMONJS_URL,
        format: isImport ? 'module' : 'commonjs',
        shortCircuit: true,
      };
    },
    load(url, context, next) {
      if (url === MODULE_URL)
        return { format: 'module', source: MODULE_SOURCE, shortCircuit: true };
      if (url === COMMONJS_URL) {
        return { format: 'commonjs', source: COMMONJS_SOURCE, shortCircuit: true };
      }
      return next(url, context);
    },
  });
}
