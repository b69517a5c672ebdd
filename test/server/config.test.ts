import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readServerConfig, readStoreConfig } from '../../src/server/config.ts';
import { describeConfig } from '../../src/server/describe-config.ts';
import { SETTINGS } from '../../src/server/settings.ts';

describe('the configuration', () => {
  it('takes the data folder from the flag, else the environment, else ./data', () => {
    expect(readStoreConfig({ data: 'a' }, { AMPEL_DATA: 'b' }).dataFolder).toBe(resolve('a'));
    expect(readStoreConfig({}, { AMPEL_DATA: 'b' }).dataFolder).toBe(resolve('b'));
    expect(readStoreConfig({}, {}).dataFolder).toBe(resolve('data'));
  });

  it('holds what is said by default', () => {
    expect(readServerConfig({}, {})).toMatchObject({
      host: '127.0.0.1',
      port: 4180,
      publicUrl: null,
      tls: null,
      trustProxy: false,
      demo: null,
      logLevel: 'info',
      databaseUrl: null,
      redisUrl: null,
      metricsToken: null,
      maxMemoryMb: null,
      oidc: null,
      allowPrivateWebhooks: false,
    });
  });

  it('is read from the environment, where an empty variable counts as none', () => {
    const environment = {
      AMPEL_HOST: '0.0.0.0',
      AMPEL_PORT: '443',
      AMPEL_PUBLIC_URL: 'https://ampel.example.com/',
      AMPEL_CERT: '/etc/ampel/cert.pem',
      AMPEL_KEY: '/etc/ampel/key.pem',
      AMPEL_TRUST_PROXY: '',
      AMPEL_LOG_LEVEL: 'debug',
      AMPEL_METRICS_TOKEN: 'a-token-for-the-metrics',
      AMPEL_MAX_MEMORY_MB: '512',
      AMPEL_OIDC_ISSUER: 'https://login.example.com',
      AMPEL_OIDC_CLIENT_ID: 'ampel',
      AMPEL_OIDC_CLIENT_SECRET: 'hush',
      AMPEL_ALLOW_PRIVATE_WEBHOOKS: 'true',
      DATABASE_URL: 'postgres://ampel:hush@localhost/ampel',
      REDIS_URL: 'rediss://:hush@localhost:6380',
    };
    expect(readServerConfig({}, environment)).toMatchObject({
      host: '0.0.0.0',
      port: 443,
      publicUrl: 'https://ampel.example.com',
      tls: { certFile: '/etc/ampel/cert.pem', keyFile: '/etc/ampel/key.pem' },
      trustProxy: false,
      logLevel: 'debug',
      metricsToken: 'a-token-for-the-metrics',
      maxMemoryMb: 512,
      oidc: {
        issuer: 'https://login.example.com',
        clientId: 'ampel',
        clientSecret: 'hush',
        name: 'SSO',
      },
      allowPrivateWebhooks: true,
      databaseUrl: 'postgres://ampel:hush@localhost/ampel',
      redisUrl: 'rediss://:hush@localhost:6380',
    });
    expect(readServerConfig({ port: '1' }, { AMPEL_PORT: '2' }).port).toBe(1);
  });

  it.each([
    ['AMPEL_LOG_LEVEL', 'loud'],
    ['AMPEL_PORT', '65536'],
    ['AMPEL_PORT', '-1'],
    ['AMPEL_PORT', '80a'],
    ['AMPEL_TRUST_PROXY', 'perhaps'],
    ['AMPEL_PUBLIC_URL', 'board.example.org'],
    ['AMPEL_PUBLIC_URL', 'https://ampel.example.com/here'],
    ['AMPEL_METRICS_TOKEN', 'short'],
    ['AMPEL_OIDC_ISSUER', 'ftp://login.example.com'],
    ['DATABASE_URL', 'mysql://localhost/ampel'],
    ['REDIS_URL', 'http://localhost'],
  ])('says that %s=%s does not fit, and not what it was', (variable, value) => {
    const read = () => readServerConfig({}, { [variable]: value });
    expect(read).toThrow(variable);
    expect(read).not.toThrow(value);
  });

  it('names the flag where that does not fit', () => {
    expect(() => readServerConfig({ port: 'x' }, {})).toThrow(/^--port does not fit: it must be/);
  });

  it('wants both of what goes together', () => {
    expect(() => readServerConfig({ cert: 'a' }, {})).toThrow(/--key/);
    expect(() => readServerConfig({ key: 'a' }, {})).toThrow(/--cert/);
    expect(() => readServerConfig({ oidcClientId: 'a' }, {})).toThrow(/--oidc-issuer/);
    expect(() => readServerConfig({ oidcIssuer: 'https://a.example' }, {})).toThrow(/client-id/);
  });

  it('refuses for several servers what works for one alone', () => {
    const REDIS_URL = 'redis://localhost';
    expect(() => readServerConfig({}, { REDIS_URL })).toThrow(/DATABASE_URL/);
    const environment = { REDIS_URL, DATABASE_URL: 'postgres://localhost/ampel' };
    expect(() => readServerConfig({ demo: true }, environment)).toThrow(/--demo/);
    expect(readServerConfig({}, environment)).toMatchObject({ redisUrl: REDIS_URL });
  });

  it('is told without its secrets', () => {
    const secrets = {
      AMPEL_METRICS_TOKEN: 'hush-hush-hush-metrics',
      AMPEL_OIDC_ISSUER: 'https://login.example.com',
      AMPEL_OIDC_CLIENT_ID: 'ampel',
      AMPEL_OIDC_CLIENT_SECRET: 'hush-oidc',
      DATABASE_URL: 'postgres://ampel:hush-db@localhost/ampel?password=hush-query',
      REDIS_URL: 'redis://ampel:hush-redis@redis.example.com/1',
    };
    const told = JSON.stringify(describeConfig(readServerConfig({}, secrets)));
    expect(told).not.toContain('hush');
    expect(told).toContain('login.example.com');
    expect(told).toContain('localhost/ampel');
    expect(told).toContain('redis.example.com/1');
  });

  it('has no secret among the flags, which every user of the computer can see', () => {
    for (const { flag, variable } of Object.values(SETTINGS)) {
      if (/SECRET|TOKEN|PASSWORD|_URL$/.test(variable) && variable !== 'AMPEL_PUBLIC_URL') {
        expect(flag, variable).toBeNull();
      }
    }
  });

  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('TR4: listens on %s', (host) => {
    expect(readServerConfig({ host }, {})).toMatchObject({ host });
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'example.com', '127.0.0.1.example.com'])(
    'TR4: refuses to listen on %s unless it speaks TLS or a TLS proxy is in front',
    (host) => {
      expect(() => readServerConfig({ host }, {})).toThrow(/--trust-proxy/);
      expect(readServerConfig({ host, trustProxy: true }, {})).toMatchObject({ host });
      expect(readServerConfig({ host, cert: 'a', key: 'b' }, {})).toMatchObject({ host });
    },
  );
});
