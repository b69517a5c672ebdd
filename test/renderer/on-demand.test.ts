import { expect, it } from 'vitest';
import { partOf } from '../../src/renderer/app/on-demand.tsx';

const Shown = () => null;

it('a part of the window is loaded once, however often it is opened', async () => {
  let loads = 0;
  const part = partOf(async () => {
    loads += 1;
    return Shown;
  });
  expect(part.load()).toBe(part.load());
  expect(await part.load()).toBe(Shown);
  expect(loads).toBe(1);
});

it('a part that could not be loaded is tried again when it is opened again', async () => {
  let loads = 0;
  const part = partOf(async () => {
    loads += 1;
    if (loads === 1) throw new Error('the file is gone');
    return Shown;
  });
  await expect(part.load()).rejects.toThrow('the file is gone');
  expect(await part.load()).toBe(Shown);
  expect(loads).toBe(2);
});
