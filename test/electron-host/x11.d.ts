/** The part of the untyped `x11` package that the host uses. */
declare module 'x11' {
  import type { EventEmitter } from 'node:events';

  /** A truthy answer tells the library that an error has been dealt with. */
  export type Callback<T> = (error: Error | null, value: T) => unknown;

  export interface XEvent {
    name: string;
    wid: number;
    wid1: number;
    event: number;
    parent: number;
    detail: number;
    mode: number;
    atom: number;
    message_type: number;
    data: number[];
    x: number;
    y: number;
    width: number;
    height: number;
    overrideRedirect: boolean;
    keycode: number;
    /** Of a key event: the modifiers that were held. */
    buttons: number;
    time: number;
    owner: number;
    requestor: number;
    selection: number;
    target: number;
    property: number;
  }

  export interface XClient extends EventEmitter {
    atoms: Record<string, number>;
    AllocID(): number;
    CreateWindow(
      ...args: [
        window: number,
        parent: number,
        x: number,
        y: number,
        width: number,
        height: number,
        borderWidth: number,
        depth: number,
        windowClass: number,
        visual: number,
        values: Record<string, number>,
      ]
    ): void;
    DestroyWindow(window: number): void;
    MapWindow(window: number): void;
    UnmapWindow(window: number): void;
    RaiseWindow(window: number): void;
    MoveResizeWindow(window: number, x: number, y: number, width: number, height: number): void;
    ResizeWindow(window: number, width: number, height: number): void;
    ReparentWindow(window: number, parent: number, x: number, y: number): void;
    ChangeWindowAttributes(window: number, values: Record<string, number>): void;
    ChangeProperty(
      ...args: [
        mode: number,
        window: number,
        property: number,
        type: number,
        unitBits: number,
        data: readonly number[] | Buffer,
      ]
    ): void;
    GetProperty(
      ...args: [
        remove: number,
        window: number,
        property: number,
        type: number,
        offset: number,
        length: number,
        callback: Callback<{ type: number; data: Buffer }>,
      ]
    ): void;
    InternAtom(onlyIfExists: boolean, name: string, callback: Callback<number>): void;
    QueryTree(window: number, callback: Callback<{ children: number[] }>): void;
    QueryPointer(window: number, callback: Callback<{ rootX: number; rootY: number }>): void;
    QueryExtension(
      name: string,
      callback: Callback<{ present: number | boolean; majorOpcode: number }>,
    ): void;
    TranslateCoordinates(
      ...args: [
        from: number,
        to: number,
        x: number,
        y: number,
        callback: Callback<{ destX: number; destY: number }>,
      ]
    ): void;
    GrabKey(
      ...args: [
        window: number,
        ownerEvents: number,
        modifiers: number,
        keycode: number,
        pointerMode: number,
        keyboardMode: number,
        callback: Callback<void>,
      ]
    ): void;
    UngrabKey(window: number, keycode: number, modifiers: number, callback: Callback<void>): void;
    GetKeyboardMapping(first: number, count: number, callback: Callback<number[][]>): void;
    SetSelectionOwner(owner: number, selection: number, time: number): void;
    GetSelectionOwner(selection: number, callback: Callback<number>): void;
    ConvertSelection(
      ...args: [
        requestor: number,
        selection: number,
        target: number,
        property: number,
        time: number,
      ]
    ): void;
    SetInputFocus(window: number, revertTo: number, callback?: Callback<void>): void;
    SendEvent(destination: number, propagate: boolean, eventMask: number, event: Buffer): void;
    terminate(): void;
  }

  export interface XScreen {
    root: number;
    pixel_width: number;
    pixel_height: number;
  }

  export interface XDisplay {
    client: XClient;
    screen: XScreen[];
  }

  export interface ScreenSaver {
    QueryInfo(window: number, callback: Callback<{ idle: number }>): void;
  }

  const x11: {
    createClient(options: { display: string }, callback: Callback<XDisplay>): XClient;
    eventMask: Record<string, number>;
    packEvent(event: Record<string, unknown>): Buffer;
  };
  // biome-ignore lint/style/noDefaultExport: the package is CommonJS
  export default x11;
}

declare module 'x11/lib/ext/screen-saver.js' {
  import type { ScreenSaver, XDisplay } from 'x11';

  const extension: {
    requireExt(
      display: XDisplay,
      callback: (error: Error | null, saver: ScreenSaver) => void,
    ): void;
  };
  // biome-ignore lint/style/noDefaultExport: the package is CommonJS
  export default extension;
}
