/** A stream of numbers from a seed: the same seed, the same policies and requests. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** One of the list, or what is made where the list is empty or the dice say so. */
  oneOf(list: readonly string[], otherwise: () => string, share = 0.7): string {
    return list.length > 0 && this.chance(share) ? this.pick(list) : otherwise();
  }

  text(alphabet: string, length: number): string {
    let made = '';
    for (let i = 0; i < length; i++) made += alphabet[this.below(alphabet.length)]!;
    return made;
  }

  digits(length: number): string {
    return this.text('0123456789', length);
  }

  /** Some of the list, at least one, in its order. */
  some<T>(list: readonly T[], most: number): T[] {
    const wanted = 1 + this.below(most);
    const chosen = new Set<T>();
    for (let i = 0; i < wanted; i++) chosen.add(this.pick(list));
    return list.filter((one) => chosen.has(one));
  }
}
