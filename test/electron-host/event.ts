/** The event object that Electron passes to listeners as their first argument. */
export interface HostEvent {
  defaultPrevented: boolean;
  preventDefault(): void;
}

/** Makes an event; a listener may call `preventDefault()` while it is being emitted. */
export function hostEvent<T extends object = object>(extra?: T): HostEvent & T {
  const event: HostEvent = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return Object.assign(event, extra);
}
