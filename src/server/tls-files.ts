import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { OperatorError } from './operator-error.ts';

type TlsOptions = { readonly cert: Buffer; readonly key: Buffer };

/** A certificate and its key, which may be replaced while the server runs. */
export class TlsFiles {
  readonly #certFile: string;
  readonly #keyFile: string;
  readonly #options: TlsOptions;
  #listener: ((options: TlsOptions) => void) | null = null;

  /** @throws OperatorError where they cannot be read or do not belong together. */
  constructor({ certFile, keyFile }: { readonly certFile: string; readonly keyFile: string }) {
    this.#certFile = certFile;
    this.#keyFile = keyFile;
    this.#options = this.#read();
  }

  /** As they were at the start. */
  get options(): TlsOptions {
    return this.#options;
  }

  /** Hears of what {@link reload} reads. */
  follow(listener: (options: TlsOptions) => void): void {
    this.#listener = listener;
  }

  /** Reads them again; connections that are open stay. @throws OperatorError; the old ones hold then. */
  reload(): void {
    const options = this.#read();
    this.#listener?.(options);
  }

  #read(): TlsOptions {
    const options = {
      cert: readTlsFile(this.#certFile, 'certificate'),
      key: readTlsFile(this.#keyFile, 'key'),
    };
    try {
      createSecureContext(options);
    } catch (error) {
      throw new OperatorError(
        `The certificate ${this.#certFile} and the key ${this.#keyFile} cannot be used together ` +
          `(${error instanceof Error ? error.message : error}). Both have to be PEM files of one pair.`,
      );
    }
    return options;
  }
}

function readTlsFile(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new OperatorError(
      `The ${what} ${file} cannot be read (${error instanceof Error ? error.message : error}). ` +
        'See that the path is right and that this user may read it.',
    );
  }
}
