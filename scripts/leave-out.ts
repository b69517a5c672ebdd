import { sep } from 'node:path';
import type { Plugin } from 'vite';

/** A module that a package imports for a feature that Ampel does not use. */
export type LeftOut = {
  /** As it stands in the import. */
  readonly module: string;
  /** The package whose import it is; others get the real module. */
  readonly importedBy: string;
  /** The names that are imported, `default` included. */
  readonly names: readonly string[];
  /** What would need it, for whoever uses that one day. */
  readonly neededFor: string;
};

const PREFIX = '\0left-out:';

/**
 * Leaves modules out of a bundle. What stands for them throws at its first use and says what to
 * do, so that a feature that comes to need one cannot fail in silence.
 */
export function leaveOut(modules: readonly LeftOut[]): Plugin {
  return {
    name: 'ampel-leave-out',
    enforce: 'pre',
    resolveId(source, importer) {
      const index = modules.findIndex(
        ({ module, importedBy }) =>
          module === source &&
          importer?.split(sep).join('/').includes(`/node_modules/${importedBy}/`),
      );
      return index < 0 ? null : `${PREFIX}${index}`;
    },
    load(id) {
      const leftOut = id.startsWith(PREFIX) ? modules[Number(id.slice(PREFIX.length))] : undefined;
      return leftOut === undefined ? null : substitute(leftOut);
    },
  };
}

function substitute({ module, names, neededFor }: LeftOut): string {
  const message = `"${module}" is left out of the bundle, but ${neededFor} needs it: see electron.vite.config.ts`;
  // A function can be called and constructed; the proxy catches the use of its members too.
  return `
    const fail = () => { throw new Error(${JSON.stringify(message)}); };
    const leftOut = new Proxy(function () {}, { apply: fail, construct: fail, get: fail });
    export { ${names.map((name) => `leftOut as ${name}`).join(', ')} };
  `;
}
