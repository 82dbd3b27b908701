/** IP addresses and ranges of them (CIDR), version 4 and 6. */

export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Undefined for what is no address. */
export function parseAddress(text: string): Address | undefined {
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (four) {
    const bytes = four.slice(1).map(Number);
    return bytes.some((b) => b > 255) ? undefined : { bits: 32, value: BigInt(bytes.reduce((v, b) => v * 256 + b, 0)) };
  }
  const halves = text.split('::');
  if (halves.length > 2 || !/^[0-9a-fA-F:]+$/.test(text)) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head!.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head!, ...(tail === undefined ? [] : [...Array.from({ length: missing }, () => '0'), ...tail])];
  if (groups.some((g) => !/^[0-9a-fA-F]{1,4}$/.test(g))) return undefined;
  return { bits: 128, value: groups.reduce((v, g) => (v << 16n) | BigInt(Number.parseInt(g, 16)), 0n) };
}

export interface AddressRange extends Address {
  readonly length: number;
}

export function parseRange(text: string): AddressRange | undefined {
  const [address, length, ...rest] = text.split('/');
  const parsed = parseAddress(address!);
  if (!parsed || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const prefix = length === undefined ? parsed.bits : Number(length);
  return prefix > parsed.bits ? undefined : { ...parsed, length: prefix };
}

/** RFC 1918, loopback, link-local, and their like in version 6: no request comes to AWS from these. */
export const PRIVATE_RANGES: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1/128'];

const PRIVATE = PRIVATE_RANGES.map((range) => parseRange(range)!);

export function isPrivate({ bits, value, length }: AddressRange): boolean {
  return PRIVATE.some((range) => range.bits === bits && length >= range.length && value >> BigInt(bits - range.length) === range.value >> BigInt(bits - range.length));
}

export function inRange(address: string, range: string): boolean {
  const given = parseAddress(address);
  const wanted = parseRange(range);
  if (!given || !wanted || given.bits !== wanted.bits) return false;
  const shift = BigInt(wanted.bits - wanted.length);
  return given.value >> shift === wanted.value >> shift;
}
