/** `screen`: the X screen as one display. */
import { EventEmitter } from 'node:events';
import type { Display, Point } from 'electron';
import { app } from './app.ts';
import { throwForMissingMembers } from './not-built.ts';
import { queryX } from './x-query.ts';

export class HostScreen extends EventEmitter {
  getPrimaryDisplay(): Display {
    const { width, height } = app.x.size;
    const area = { x: 0, y: 0, width, height };
    const display: Partial<Display> = {
      id: 1,
      label: '',
      bounds: area,
      workArea: area,
      size: { width, height },
      workAreaSize: { width, height },
      scaleFactor: 1,
      rotation: 0,
      internal: false,
    };
    return display as Display;
  }

  getAllDisplays(): Display[] {
    return [this.getPrimaryDisplay()];
  }

  getDisplayMatching(): Display {
    return this.getPrimaryDisplay();
  }

  getDisplayNearestPoint(): Display {
    return this.getPrimaryDisplay();
  }

  getCursorScreenPoint(): Point {
    const [x, y] = queryX({ about: 'pointer' });
    return { x, y };
  }
}
throwForMissingMembers('screen', HostScreen);

export const screen = new HostScreen();
