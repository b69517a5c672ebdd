/** What the page asks of the worker: to be called after so long, or not any more. */
export type AlarmRequest =
  | { readonly do: 'set'; readonly id: number; readonly delayMs: number }
  | { readonly do: 'cancel'; readonly id: number };

const timers = new Map<number, ReturnType<typeof setTimeout>>();

self.addEventListener('message', ({ data }: MessageEvent<AlarmRequest>) => {
  if (data.do === 'set') {
    const { id, delayMs } = data;
    const ring = (): void => {
      timers.delete(id);
      self.postMessage(id);
    };
    timers.set(id, setTimeout(ring, delayMs));
  } else {
    clearTimeout(timers.get(data.id));
    timers.delete(data.id);
  }
});
