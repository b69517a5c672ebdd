import type { Plugin } from 'vite';

/** Socket.IO without the texts for its own debugging, which is what it offers to Node. */
export const quietSocketIo: Plugin = {
  name: 'ampel-quiet-socket-io',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!/^(socket|engine)\.io-(client|parser)$/.test(source)) return null;
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    return resolved?.id.replace('/esm-debug/', '/esm/') ?? null;
  },
};
