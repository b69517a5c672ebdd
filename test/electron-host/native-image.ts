/** `nativeImage`: pictures in memory, with one representation per scale factor. */
import fs from 'node:fs';
import path from 'node:path';
import type {
  AddRepresentationOptions,
  CreateFromBitmapOptions,
  CreateFromBufferOptions,
  Rectangle,
  ResizeOptions,
  Size,
} from 'electron';
import { notBuilt, throwForMissing, throwForMissingMembers } from './not-built.ts';
import { type Bitmap, decodePng, encodePng, isPng } from './png.ts';

/** The suffixes `@1.5x` … that Electron looks for beside an image file. */
const SCALE_FACTORS = [1, 1.25, 1.33, 1.4, 1.5, 1.8, 2, 2.5, 3, 4, 5];

export class HostNativeImage {
  readonly #bitmaps = new Map<number, Bitmap>();
  #template = false;

  /** The pictures by scale factor, for parts of the host that draw them. */
  bitmapsOf(): Bitmap[] {
    return [...this.#bitmaps.entries()].sort(([a], [b]) => a - b).map(([, bitmap]) => bitmap);
  }

  /** Adds a picture; the first one of a scale factor stays. */
  add(scaleFactor: number, bitmap: Bitmap | undefined): this {
    if (bitmap && !this.#bitmaps.has(scaleFactor)) this.#bitmaps.set(scaleFactor, bitmap);
    return this;
  }

  addRepresentation(options: AddRepresentationOptions): void {
    const bytes = options.dataURL ? bytesOfDataUrl(options.dataURL) : options.buffer;
    if (!bytes) return;
    this.add(options.scaleFactor ?? 1, decode(bytes, options.width, options.height));
  }

  isEmpty(): boolean {
    return this.#bitmaps.size === 0;
  }

  getScaleFactors(): number[] {
    return [...this.#bitmaps.keys()].sort((a, b) => a - b);
  }

  /** The size in device-independent pixels. */
  getSize(scaleFactor = 1): Size {
    const [factor, bitmap] = this.#nearest(scaleFactor);
    if (!bitmap) return { width: 0, height: 0 };
    return { width: Math.round(bitmap.width / factor), height: Math.round(bitmap.height / factor) };
  }

  getAspectRatio(scaleFactor = 1): number {
    const { width, height } = this.getSize(scaleFactor);
    return height === 0 ? 1 : width / height;
  }

  toPNG(options: { scaleFactor?: number } = {}): Buffer {
    const [, bitmap] = this.#nearest(options.scaleFactor ?? 1);
    return bitmap ? encodePng(bitmap) : Buffer.alloc(0);
  }

  toDataURL(options: { scaleFactor?: number } = {}): string {
    return `data:image/png;base64,${this.toPNG(options).toString('base64')}`;
  }

  /** Pixels as blue, green, red, alpha, as Electron gives them on little-endian machines. */
  toBitmap(options: { scaleFactor?: number } = {}): Buffer {
    const [, bitmap] = this.#nearest(options.scaleFactor ?? 1);
    return swapRedAndBlue(bitmap?.rgba ?? Buffer.alloc(0));
  }

  resize(options: ResizeOptions): HostNativeImage {
    const [, bitmap] = this.#nearest(Number.POSITIVE_INFINITY);
    if (!bitmap) return new HostNativeImage();
    const ratio = bitmap.width / bitmap.height;
    const width = options.width ?? Math.round((options.height ?? bitmap.height) * ratio);
    const height = options.height ?? Math.round(width / ratio);
    return new HostNativeImage().add(1, scale(bitmap, width, height));
  }

  crop(rectangle: Rectangle): HostNativeImage {
    const [, bitmap] = this.#nearest(1);
    if (!bitmap) return new HostNativeImage();
    const { x, y, width, height } = rectangle;
    const rgba = Buffer.alloc(width * height * 4);
    for (let line = 0; line < height; line++) {
      const start = ((y + line) * bitmap.width + x) * 4;
      bitmap.rgba.copy(rgba, line * width * 4, start, start + width * 4);
    }
    return new HostNativeImage().add(1, { width, height, rgba });
  }

  /** Kept for the caller to read back; only macOS draws template images differently. */
  setTemplateImage(option: boolean): void {
    this.#template = option;
  }

  isTemplateImage(): boolean {
    return this.#template;
  }

  #nearest(wanted: number): [factor: number, bitmap: Bitmap | undefined] {
    const factors = this.getScaleFactors();
    const factor = factors.find((candidate) => candidate >= wanted) ?? factors.at(-1) ?? 1;
    return [factor, this.#bitmaps.get(factor)];
  }
}
throwForMissingMembers('nativeImage', HostNativeImage);

function swapRedAndBlue(pixels: Buffer): Buffer {
  const swapped = Buffer.from(pixels);
  for (let at = 0; at < swapped.length; at += 4) {
    swapped[at] = pixels[at + 2] ?? 0;
    swapped[at + 2] = pixels[at] ?? 0;
  }
  return swapped;
}

/** Scales by averaging the covered source pixels, weighted by their opacity. */
function scale(source: Bitmap, width: number, height: number): Bitmap {
  const rgba = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * source.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * source.height) / height));
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * source.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * source.width) / width));
      rgba.set(average(source, left, top, right, bottom), (y * width + x) * 4);
    }
  }
  return { width, height, rgba };
}

function average(
  source: Bitmap,
  left: number,
  top: number,
  right: number,
  bottom: number,
): number[] {
  const sum = [0, 0, 0, 0] as [number, number, number, number];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * source.width + x) * 4;
      const alpha = source.rgba[at + 3] ?? 0;
      for (const channel of [0, 1, 2] as const)
        sum[channel] += (source.rgba[at + channel] ?? 0) * alpha;
      sum[3] += alpha;
    }
  }
  const count = (right - left) * (bottom - top);
  const opacity = sum[3] || 1;
  const colour = sum.slice(0, 3).map((value) => Math.round(value / opacity));
  return [...colour, Math.round(sum[3] / count)];
}

function bytesOfDataUrl(url: string): Buffer {
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/** Decodes an encoded picture, or takes the bytes as raw pixels if a size comes with them. */
function decode(bytes: Buffer, width?: number, height?: number): Bitmap | undefined {
  if (isPng(bytes)) return decodePng(bytes);
  if (bytes.readUInt16BE(0) === 0xffd8) throw notBuilt('nativeImage: JPEG');
  if (!width || !height) return undefined;
  return { width, height, rgba: swapRedAndBlue(bytes) };
}

function readBitmap(file: string): Bitmap | undefined {
  try {
    return decode(fs.readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

function createFromPath(file: string): HostNativeImage {
  const image = new HostNativeImage();
  const { dir, name, ext } = path.parse(path.resolve(file));
  const ownFactor = /@(\d+(?:\.\d+)?)x$/.exec(name)?.[1];
  image.add(ownFactor ? Number(ownFactor) : 1, readBitmap(file));
  if (ownFactor) return image;
  for (const factor of SCALE_FACTORS) {
    image.add(factor, readBitmap(path.join(dir, `${name}@${factor}x${ext}`)));
  }
  return image;
}

export const nativeImage = throwForMissing('nativeImage', {
  createEmpty: (): HostNativeImage => new HostNativeImage(),
  createFromPath,
  createFromBuffer(buffer: Buffer, options: CreateFromBufferOptions = {}): HostNativeImage {
    const bitmap = decode(Buffer.from(buffer), options.width, options.height);
    return new HostNativeImage().add(options.scaleFactor ?? 1, bitmap);
  },
  createFromBitmap(buffer: Buffer, options: CreateFromBitmapOptions): HostNativeImage {
    const { width, height, scaleFactor = 1 } = options;
    return new HostNativeImage().add(scaleFactor, { width, height, rgba: swapRedAndBlue(buffer) });
  },
  createFromDataURL(url: string): HostNativeImage {
    return new HostNativeImage().add(1, decode(bytesOfDataUrl(url)));
  },
});

/** Takes an image or the path of one, as Tray, Notification and BrowserWindow do. */
export function toImage(image: unknown): HostNativeImage {
  return image instanceof HostNativeImage ? image : createFromPath(String(image));
}
