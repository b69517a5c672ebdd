import path from 'node:path';
import process from 'node:process';

/**
 * Has this process's children keep what Node makes of their modules: tests start the server some
 * hundred times, and half of a start is reading TypeScript.
 */
export function shareCompileCache(): void {
  process.env['NODE_COMPILE_CACHE'] ??= path.join(
    import.meta.dirname,
    '../node_modules/.cache/compile',
  );
}
