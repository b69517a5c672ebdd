import { safeStorage } from 'electron';
import type { Log, SecretBox } from '../ports.ts';

/**
 * Seals secrets with the system's keyring. A Linux without one leaves only Chromium's fixed key,
 * which hides a token from a glance, not from whoever can read the member's files.
 */
export function createSecretBox(log: Log): SecretBox {
  if (!safeStorage.isEncryptionAvailable()) {
    log.info('no system keyring: the token is stored obfuscated, not encrypted');
    safeStorage.setUsePlainTextEncryption(true);
  }
  return {
    seal: (secret) => {
      try {
        return safeStorage.encryptString(secret).toString('base64');
      } catch (error) {
        log.error('a secret cannot be sealed, and is not stored', error);
        return null;
      }
    },
    open: (sealed) => {
      try {
        return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
      } catch (error) {
        log.error('a sealed secret cannot be opened', error);
        return null;
      }
    },
  };
}
