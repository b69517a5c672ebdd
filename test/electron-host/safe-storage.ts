/**
 * `safeStorage` as on a Linux without keyring: nothing can be encrypted until the app accepts plain
 * text, and then the `basic_text` backend only hides it behind a password that everybody knows.
 */
import { createCipheriv, createDecipheriv, pbkdf2Sync } from 'node:crypto';
import type { SafeStorage } from 'electron';
import { app } from './app.ts';
import { throwForMissing } from './not-built.ts';

const PREFIX = Buffer.from('v10');
const KEY = pbkdf2Sync('peanuts', 'saltysalt', 1, 16, 'sha1');
const INITIAL_VECTOR = Buffer.alloc(16, ' ');

let plainTextAccepted = false;

function isEncryptionAvailable(): boolean {
  return app.isReady() && plainTextAccepted;
}

function encryptString(plainText: string): Buffer {
  const failed = 'Error while encrypting the text provided to safeStorage.encryptString.';
  if (!isEncryptionAvailable()) throw new Error(`${failed} Encryption is not available.`);
  const cipher = createCipheriv('aes-128-cbc', KEY, INITIAL_VECTOR);
  return Buffer.concat([PREFIX, cipher.update(plainText, 'utf8'), cipher.final()]);
}

function decryptString(encrypted: Buffer): string {
  const failed = 'Error while decrypting the ciphertext provided to safeStorage.decryptString.';
  if (!isEncryptionAvailable()) throw new Error(`${failed} Decryption is not available.`);
  if (!encrypted.subarray(0, PREFIX.length).equals(PREFIX)) {
    throw new Error(`${failed} Ciphertext does not appear to be encrypted.`);
  }
  try {
    const decipher = createDecipheriv('aes-128-cbc', KEY, INITIAL_VECTOR);
    const body = encrypted.subarray(PREFIX.length);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    throw new Error(failed);
  }
}

export const safeStorage = throwForMissing('safeStorage', {
  isEncryptionAvailable,
  isAsyncEncryptionAvailable: async () => isEncryptionAvailable(),
  encryptString,
  encryptStringAsync: async (plainText) => encryptString(plainText),
  decryptString,
  decryptStringAsync: async (encrypted) => ({
    result: decryptString(encrypted),
    shouldReEncrypt: false,
  }),
  getSelectedStorageBackend: () => (app.isReady() ? 'basic_text' : 'unknown'),
  setUsePlainTextEncryption(usePlainText) {
    plainTextAccepted = usePlainText;
  },
} satisfies SafeStorage);
