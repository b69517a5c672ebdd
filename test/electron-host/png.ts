/** Reads and writes PNG, as far as icons need it: every colour type, no interlacing. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { notBuilt } from './not-built.ts';

/** Pixels as red, green, blue, alpha, one byte each, not premultiplied. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly rgba: Buffer;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

interface Header {
  width: number;
  height: number;
  depth: number;
  colourType: number;
  channels: number;
}

export function decodePng(bytes: Buffer): Bitmap {
  let header: Header | undefined;
  let palette: Buffer | undefined;
  let transparency: Buffer | undefined;
  const data: Buffer[] = [];

  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    at += 12 + length;
    if (type === 'IHDR') header = readHeader(body);
    else if (type === 'PLTE') palette = body;
    else if (type === 'tRNS') transparency = body;
    else if (type === 'IDAT') data.push(body);
  }
  if (!header) throw new Error('PNG without header');
  const samples = unfilter(header, inflateSync(Buffer.concat(data)));
  return toRgba(header, samples, palette, transparency);
}

function readHeader(body: Buffer): Header {
  const colourType = body.readUInt8(9);
  const channels = CHANNELS[colourType];
  if (channels === undefined) throw new Error(`PNG colour type ${colourType}`);
  if (body.readUInt8(12) !== 0) throw notBuilt('nativeImage: interlaced PNG');
  return {
    width: body.readUInt32BE(0),
    height: body.readUInt32BE(4),
    depth: body.readUInt8(8),
    colourType,
    channels,
  };
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Undoes the line filters and gives the lines without their filter bytes. */
function unfilter({ width, height, depth, channels }: Header, raw: Buffer): Buffer {
  const step = Math.max(1, (depth * channels) >> 3);
  const stride = Math.ceil((width * depth * channels) / 8);
  const lines = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= step ? (lines[at - step] ?? 0) : 0;
      const above = y > 0 ? (lines[at - stride] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (lines[at - stride - step] ?? 0) : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = above;
      else if (filter === 3) guess = (left + above) >> 1;
      else if (filter === 4) guess = paeth(left, above, corner);
      lines[at] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + guess) & 0xff;
    }
  }
  return lines;
}

function toRgba(header: Header, lines: Buffer, palette?: Buffer, transparency?: Buffer): Bitmap {
  const { width, height, depth, colourType, channels } = header;
  const stride = Math.ceil((width * depth * channels) / 8);
  const scale = colourType === 3 ? 1 : 255 / (2 ** Math.min(depth, 8) - 1);
  const rgba = Buffer.alloc(width * height * 4);

  function sample(x: number, y: number, channel: number): number {
    const bit = (x * channels + channel) * depth;
    const byte = lines[y * stride + (bit >> 3)] ?? 0;
    // Of 16-bit samples the high byte is enough.
    if (depth >= 8) return byte;
    return ((byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1)) * scale;
  }

  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const first = sample(x, y, 0);
      let pixel: number[];
      if (colourType === 3) {
        const colour = [...(palette?.subarray(first * 3, first * 3 + 3) ?? [0, 0, 0])];
        pixel = [...colour, transparency?.[first] ?? 255];
      } else if (channels <= 2) {
        pixel = [first, first, first, channels === 2 ? sample(x, y, 1) : 255];
      } else {
        const alpha = channels === 4 ? sample(x, y, 3) : 255;
        pixel = [first, sample(x, y, 1), sample(x, y, 2), alpha];
      }
      rgba.set(pixel, (y * width + x) * 4);
    }
  }
  return { width, height, rgba };
}

function chunk(type: string, body: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + body.length);
  bytes.writeUInt32BE(body.length);
  bytes.write(type, 4, 'latin1');
  body.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + body.length)), 8 + body.length);
  return bytes;
}

export function encodePng({ width, height, rgba }: Bitmap): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const lines = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y++) {
    rgba.copy(lines, y * (width * 4 + 1) + 1, y * width * 4, (y + 1) * width * 4);
  }
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...parts]);
}
