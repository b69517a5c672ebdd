import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readServerConfig, readStoreConfig, type ServeFlags } from '../../src/server/config.ts';

const flags: ServeFlags = {};

describe('the configuration', () => {
  it('takes the data folder from the flag, else the environment, else ./data', () => {
    expect(readStoreConfig({ data: 'a' }, { AMPEL_DATA: 'b' }).dataFolder).toBe(resolve('a'));
    expect(readStoreConfig({}, { AMPEL_DATA: 'b' }).dataFolder).toBe(resolve('b'));
    expect(readStoreConfig({}, {}).dataFolder).toBe(resolve('data'));
  });

  it('says which variable does not fit', () => {
    expect(() => readServerConfig(flags, { AMPEL_LOG_LEVEL: 'loud' })).toThrow(/AMPEL_LOG_LEVEL/);
    expect(readServerConfig(flags, {})).toMatchObject({ logLevel: 'info', demo: null });
  });

  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('TR4: listens on %s', (host) => {
    expect(readServerConfig({ ...flags, host }, {})).toMatchObject({ host });
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'example.com', '127.0.0.1.example.com'])(
    'TR4: refuses to listen on %s unless a TLS proxy is in front',
    (host) => {
      expect(() => readServerConfig({ ...flags, host }, {})).toThrow(/--trust-proxy/);
      expect(readServerConfig({ ...flags, host, trustProxy: true }, {})).toMatchObject({ host });
    },
  );
});
