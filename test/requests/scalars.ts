/** Addresses, moments and numbers near those that a policy tests for: on both sides of each border. */
import type { Random } from './random';

export interface Moment {
  readonly text: string;
  readonly seconds: number;
}

export function drawMoment(tested: readonly string[], random: Random): Moment {
  const known = tested.map((text) => (/^\d{9,}$/.test(text) ? Number(text) : Date.parse(text) / 1000)).filter((seconds) => Number.isFinite(seconds));
  const seconds = known.length > 0 && random.chance(0.8) ? random.pick(known) + random.pick([-86400, -1, 0, 1, 86400]) : 1_780_000_000 + random.below(100_000_000);
  return { text: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'), seconds };
}

export function drawNumber(tested: readonly string[], random: Random): string {
  const known = tested.map(Number).filter((number) => Number.isFinite(number));
  return String(Math.max(0, known.length > 0 ? random.pick(known) + random.pick([-1, 0, 1, 100]) : random.below(1000)));
}

/** An address as a number, with the bits of its version. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export function readAddress(text: string): Address | undefined {
  if (/^\d+(\.\d+){3}$/.test(text)) {
    const parts = text.split('.').map(Number);
    return parts.every((part) => part < 256) ? { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) } : undefined;
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(':')) return undefined;
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  if (left.length + right.length > 8 || (tail === undefined && left.length !== 8)) return undefined;
  const words = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return { bits: 128, value: words.reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n) };
}

export function writeAddress({ bits, value }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  return Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 65535n).toString(16)).join(':');
}

export interface Range extends Address {
  readonly prefix: number;
}

export function readRange(text: string): Range | undefined {
  const [address = '', prefix] = text.split('/');
  const read = readAddress(address);
  if (!read) return undefined;
  return { ...read, prefix: prefix === undefined ? read.bits : Number(prefix) };
}

export function isInRange({ bits, value }: Address, range: Range): boolean {
  const shift = BigInt(range.bits - range.prefix);
  return bits === range.bits && value >> shift === range.value >> shift;
}

export function drawAddress(tested: readonly string[], random: Random): string {
  const ranges = tested.flatMap((text) => readRange(text) ?? []);
  if (ranges.length === 0 || random.chance(0.2)) return random.chance(0.85) ? `${1 + random.below(223)}.${random.below(256)}.${random.below(256)}.${random.below(256)}` : `2001:db8::${random.below(65536).toString(16)}`;
  const range = random.pick(ranges);
  const size = 1n << BigInt(range.bits - range.prefix);
  const start = (range.value / size) * size;
  const last = (1n << BigInt(range.bits)) - 1n;
  const chosen = random.pick([start, start + size - 1n, start - 1n, start + size, start + (size * BigInt(random.below(1000))) / 1000n]);
  return writeAddress({ bits: range.bits, value: chosen < 0n ? 0n : chosen > last ? last : chosen });
}
