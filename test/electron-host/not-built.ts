/** What the host does not build says so by name; it never silently succeeds. */

/** The error for one API that is not built, for example `webContents.print`. */
export function notBuilt(name: string): Error {
  return new Error(`electron-host: ${name} is not built`);
}

/** Names that inspection, promises and test tools look up on any object. */
const LOOKED_UP_BY_TOOLS = new Set([
  'then',
  'toJSON',
  'constructor',
  'inspect',
  'nodeType',
  'tagName',
  'asymmetricMatch',
  'prototype',
]);

function isApiName(key: string | symbol): key is string {
  return typeof key === 'string' && /^[a-z]/i.test(key) && !LOOKED_UP_BY_TOOLS.has(key);
}

/**
 * Wraps an object so that calling or setting a member it does not have throws with the name.
 * Reading such a member gives a function, as most of Electron's members are functions.
 */
export function throwForMissing<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (key in object || !isApiName(key)) return Reflect.get(object, key, receiver);
      return () => {
        throw notBuilt(`${name}.${key}`);
      };
    },
    set(object, key, value, receiver) {
      if (!(key in object) && isApiName(key)) throw notBuilt(`${name}.${key}`);
      return Reflect.set(object, key, value, receiver);
    },
  });
}

/** A whole Electron module that is not built: any call on it throws. */
export function notBuiltModule(name: string): object {
  return throwForMissing(name, {});
}

/**
 * Makes instances of a class throw for missing members. The proxy stands behind the class's own
 * prototype, where only lookups arrive that nothing else has answered; its target inherits from the
 * former parent, so that `instanceof EventEmitter` still holds.
 */
export function throwForMissingMembers(name: string, ownClass: { prototype: object }): void {
  const parent: object | null = Object.getPrototypeOf(ownClass.prototype);
  Object.setPrototypeOf(ownClass.prototype, throwForMissing(name, Object.create(parent)));
}
