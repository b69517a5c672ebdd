/**
 * Structured clone as JSON text, for values that pass between Node and a page. The function is used
 * on both sides: a page gets its source, so it must not refer to anything outside itself.
 */

/** A value on the wire: plain JSON, or a reference into `nodes`. */
export interface Cloned {
  root: unknown;
  nodes: unknown[];
}

export interface Codec {
  encode(value: unknown): Cloned;
  decode(cloned: Cloned): unknown;
}

export function createCodec(): Codec {
  const arrayTypes: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };
  const errorTypes: Record<string, ErrorConstructor> = {
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };
  const chunkBytes = 8192;

  function toBase64(bytes: Uint8Array): string {
    let text = '';
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      text += String.fromCharCode(...bytes.subarray(at, at + chunkBytes));
    }
    return btoa(text);
  }

  function fromBase64(base64: string): ArrayBuffer {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
    return bytes.buffer;
  }

  function encode(value: unknown): Cloned {
    const nodes: unknown[] = [];
    const seen = new Map<object, number>();

    function encodePart(part: unknown): unknown {
      if (part === undefined) return { undefined: 1 };
      if (part === null || typeof part === 'boolean' || typeof part === 'string') return part;
      if (typeof part === 'number') {
        if (Object.is(part, -0)) return { number: '-0' };
        return Number.isFinite(part) ? part : { number: String(part) };
      }
      if (typeof part === 'bigint') return { bigint: String(part) };
      if (typeof part !== 'object') throw new Error('An object could not be cloned.');
      const known = seen.get(part);
      if (known !== undefined) return { node: known };
      const index = nodes.push(null) - 1;
      seen.set(part, index);
      nodes[index] = encodeObject(part);
      return { node: index };
    }

    function encodeObject(object: object): unknown[] {
      const type = Object.prototype.toString.call(object).slice(8, -1);
      if (Array.isArray(object)) return ['array', object.map(encodePart)];
      if (object instanceof Date || type === 'Date') return ['date', Number(object)];
      if (type === 'RegExp') return ['regexp', (object as RegExp).source, (object as RegExp).flags];
      if (type === 'Map') {
        const entries = [...(object as Map<unknown, unknown>)];
        return ['map', entries.map(([key, entry]) => [encodePart(key), encodePart(entry)])];
      }
      if (type === 'Set') return ['set', [...(object as Set<unknown>)].map(encodePart)];
      if (type === 'ArrayBuffer')
        return ['buffer', toBase64(new Uint8Array(object as ArrayBuffer))];
      if (ArrayBuffer.isView(object)) {
        const bytes = new Uint8Array(object.buffer, object.byteOffset, object.byteLength);
        // A Node Buffer arrives as Uint8Array, as with Electron.
        return ['view', type in arrayTypes ? type : 'Uint8Array', toBase64(bytes)];
      }
      if (type === 'Error') {
        const error = object as Error;
        return ['error', error.name, error.message, error.stack];
      }
      if (type === 'Promise' || type === 'WeakMap' || type === 'WeakSet') {
        throw new Error('An object could not be cloned.');
      }
      return ['object', Object.entries(object).map(([key, entry]) => [key, encodePart(entry)])];
    }

    return { root: encodePart(value), nodes };
  }

  function decode({ root, nodes }: Cloned): unknown {
    const made = new Map<number, unknown>();

    function keep<T>(index: number, object: T): T {
      made.set(index, object);
      return object;
    }

    function decodePart(part: unknown): unknown {
      if (part === null || typeof part !== 'object') return part;
      if ('undefined' in part) return undefined;
      if ('number' in part) return Number(part.number);
      if ('bigint' in part) return BigInt(String(part.bigint));
      const index = (part as { node: number }).node;
      return made.has(index) ? made.get(index) : decodeNode(index);
    }

    // biome-ignore lint/suspicious/noExplicitAny: the nodes come from `encode` above
    function decodeNode(index: number): any {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const [kind, first, second, third] = nodes[index] as any[];
      if (kind === 'array') {
        const array = keep<unknown[]>(index, []);
        for (const entry of first) array.push(decodePart(entry));
        return array;
      }
      if (kind === 'object') {
        const object = keep(index, {});
        for (const [key, entry] of first) {
          // Not an assignment: `__proto__` has to become an own property like any other.
          Object.defineProperty(object, key, {
            value: decodePart(entry),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        }
        return object;
      }
      if (kind === 'map') {
        const map = keep(index, new Map());
        for (const [key, entry] of first) map.set(decodePart(key), decodePart(entry));
        return map;
      }
      if (kind === 'set') {
        const set = keep(index, new Set());
        for (const entry of first) set.add(decodePart(entry));
        return set;
      }
      if (kind === 'date') return keep(index, new Date(first));
      if (kind === 'regexp') return keep(index, new RegExp(first, second));
      if (kind === 'buffer') return keep(index, fromBase64(first));
      if (kind === 'view') {
        const ArrayType = arrayTypes[first] ?? Uint8Array;
        return keep(index, new ArrayType(fromBase64(second)));
      }
      const ErrorType = errorTypes[first] ?? Error;
      const error = keep(index, new ErrorType(second));
      Object.defineProperty(error, 'stack', { value: third, configurable: true, writable: true });
      return error;
    }

    return decodePart(root);
  }

  return { encode, decode };
}
