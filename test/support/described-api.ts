import { Ajv2020 } from 'ajv/dist/2020.js';
import { type HttpAnswer, HttpClient } from './http-client.ts';

type Described = { readonly schema: unknown; readonly example?: unknown };
type Contents = Readonly<Record<string, Described>>;

/** What the description says of a method at a path. */
export type Operation = {
  readonly method: string;
  /** With its parameters as in `/api/v1/members/{memberId}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: Contents };
  readonly responses: Readonly<Record<string, { readonly content?: Contents }>>;
};

type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

/** The description of the API, taken at its word by a validator that shares no code with the server. */
export class DescribedApi {
  readonly document: Document;
  readonly operations: readonly Operation[];
  readonly #ajv: Ajv2020;

  constructor(document: Document) {
    this.document = document;
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) =>
          ({ ...operation, method: method.toUpperCase(), path }) as Operation,
      ),
    );
    // What a format means is not what this is about, and OpenAPI has words of its own.
    this.#ajv = new Ajv2020({ strict: false, validateFormats: false });
    this.#ajv.addSchema(document, 'api');
  }

  static async of(url: string): Promise<DescribedApi> {
    return new DescribedApi((await new HttpClient(url).get('/api/v1/openapi.json')).body);
  }

  /** @throws where there is no such operation */
  operation(operationId: string): Operation {
    const operation = this.operations.find((one) => one.operationId === operationId);
    if (operation === undefined) throw new Error(`${operationId} is not described`);
    return operation;
  }

  /** What is wrong with an answer by what is described; empty where nothing is. */
  misfits({ method, path, responses }: Operation, answer: HttpAnswer): string {
    const status = String(answer.status);
    const response = responses[status];
    if (response === undefined) return `${status} is not described`;
    const type = answer.headers.get('content-type')?.split(';', 1)[0];
    if (response.content === undefined) return answer.body === '' ? '' : 'it has a body';
    if (type === undefined || !(type in response.content)) return `${type} is not described`;
    const place = ['paths', path, method.toLowerCase(), 'responses', status, 'content', type];
    return this.#misfits([...place, 'schema'], answer.body);
  }

  /** What is wrong with the examples of a request and its answers, one line for each. */
  misfitsOfExamples({ method, path, requestBody, responses }: Operation): readonly string[] {
    const at = ['paths', path, method.toLowerCase()];
    const contents: readonly (readonly [readonly string[], Contents | undefined])[] = [
      [[...at, 'requestBody', 'content'], requestBody?.content],
      ...Object.entries(responses).map(
        ([status, { content }]) => [[...at, 'responses', status, 'content'], content] as const,
      ),
    ];
    return contents
      .flatMap(([place, content = {}]) =>
        Object.entries(content).flatMap(([type, described]) => {
          const where = [...place, type];
          return this.#examples(described).map((example) =>
            example === undefined
              ? `${where.join(' ')} has no example`
              : this.#misfits([...where, 'schema'], example),
          );
        }),
      )
      .filter((misfit) => misfit !== '');
  }

  #examples({ example, schema }: Described): readonly unknown[] {
    const { $ref, examples = [undefined] } = schema as {
      readonly $ref?: string;
      readonly examples?: readonly unknown[];
    };
    if (example !== undefined) return [example];
    const name = $ref?.split('/').at(-1);
    return name === undefined
      ? examples
      : this.#examples({ schema: this.document.components.schemas[name] });
  }

  #misfits(place: readonly string[], value: unknown): string {
    const pointer = place.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'));
    const schema = { $ref: `api#/${pointer.map(encodeURIComponent).join('/')}` };
    if (this.#ajv.validate(schema, value)) return '';
    return `${place.join(' ')}: ${this.#ajv.errorsText()}`;
  }
}
