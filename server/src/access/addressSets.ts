/** Sets of IP addresses. What a policy lists by the hundred is put in order once; sets are then met and left in one pass over both. */
import { parseAddress, parseRange, PRIVATE_RANGES, type Address } from './ipAddress';

interface Stretch {
  readonly first: bigint;
  readonly last: bigint;
}

/** In order, and apart from each other. */
type Stretches = readonly Stretch[];

/** By the bits of an address. */
export interface AddressSet {
  readonly 32: Stretches;
  readonly 128: Stretches;
}

const each = (make: (bits: 32 | 128) => Stretches): AddressSet => ({ 32: make(32), 128: make(128) });
const LAST = { 32: (1n << 32n) - 1n, 128: (1n << 128n) - 1n } as const;

export const EVERY_ADDRESS = each((bits) => [{ first: 0n, last: LAST[bits] }]);

/** Addresses and ranges; what is neither holds nothing. */
export function addressesIn(texts: readonly string[]): AddressSet {
  const ranges = texts.flatMap((text) => parseRange(text) ?? []);
  return each((bits) =>
    united(
      ranges
        .filter((range) => range.bits === bits)
        .map(({ value, length }) => {
          const rest = BigInt(bits - length);
          const first = (value >> rest) << rest;
          return { first, last: first + (1n << rest) - 1n };
        }),
    ),
  );
}

function united(stretches: Stretch[]): Stretches {
  const found: Stretch[] = [];
  for (const one of stretches.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    const before = found.at(-1);
    if (!before || one.first > before.last + 1n) found.push(one);
    else if (one.last > before.last) found[found.length - 1] = { first: before.first, last: one.last };
  }
  return found;
}

export function without(set: AddressSet): AddressSet {
  return each((bits) => {
    const found: Stretch[] = [];
    let next = 0n;
    for (const { first, last } of set[bits]) {
      if (first > next) found.push({ first: next, last: first - 1n });
      next = last + 1n;
    }
    return next <= LAST[bits] ? [...found, { first: next, last: LAST[bits] }] : found;
  });
}

export function inBoth(a: AddressSet, b: AddressSet): AddressSet {
  return each((bits) => {
    const [left, right] = [a[bits], b[bits]];
    const found: Stretch[] = [];
    for (let i = 0, j = 0; i < left.length && j < right.length; ) {
      const [one, other] = [left[i]!, right[j]!];
      const first = one.first > other.first ? one.first : other.first;
      const last = one.last < other.last ? one.last : other.last;
      if (first <= last) found.push({ first, last });
      if (one.last < other.last) i++;
      else j++;
    }
    return found;
  });
}

export const PUBLIC_ADDRESSES = without(addressesIn(PRIVATE_RANGES));

export function holdsAddress(set: AddressSet, text: string): boolean {
  const address = parseAddress(text);
  if (!address) return false;
  const stretches = set[address.bits];
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.first <= address.value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && address.value <= stretches[low - 1]!.last;
}

/** One that reads well where the set has it, else its first. */
export function someAddress(set: AddressSet): string | undefined {
  const usual = ['198.51.100.1', '2001:db8::1'].find((text) => holdsAddress(set, text));
  if (usual !== undefined) return usual;
  const [four, six] = [set[32][0], set[128][0]];
  return four ? addressText({ value: four.first, bits: 32 }) : six && addressText({ value: six.first, bits: 128 });
}

function addressText({ value, bits }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  return Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':');
}
