/** Promises for what the X library answers by callback. */
import x11, { type Callback, type XDisplay } from 'x11';

/** @throws if there is no X server at `display`. */
export function openDisplay(display: string): Promise<XDisplay> {
  return new Promise((resolve, reject) => {
    const client = x11.createClient({ display }, (error, opened) => {
      if (error) reject(error);
      else resolve(opened);
    });
    client.on('error', reject);
  });
}

export function reply<T>(send: (callback: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    send((error, value) => {
      if (error) reject(error);
      else resolve(value);
      // Tells the library that the error has been dealt with.
      return true;
    });
  });
}
