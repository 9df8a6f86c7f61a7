const constants = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const initial = Uint32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

/**
 * SHA-256 of what was given so far, in base64; more may be given afterwards. Written out because the analysis runs
 * without Node, and asks for no promise. Source: FIPS 180-4.
 */
export class Sha256 {
  private readonly state = Uint32Array.from(initial);
  private rest = new Uint8Array(0);
  private length = 0;

  /** Takes the UTF-8 bytes of a text. */
  add(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.length += bytes.length;
    const all = joined(this.rest, bytes);
    const whole = all.length - (all.length % 64);
    for (let at = 0; at < whole; at += 64) compress(this.state, all, at);
    this.rest = all.slice(whole);
  }

  digest(): string {
    const padding = new Uint8Array(64 * Math.ceil((this.rest.length + 9) / 64) - this.rest.length);
    padding[0] = 0x80;
    const end = new DataView(padding.buffer);
    end.setUint32(padding.length - 8, Math.floor(this.length / 0x20000000));
    end.setUint32(padding.length - 4, (this.length * 8) >>> 0);
    const last = joined(this.rest, padding);
    const state = Uint32Array.from(this.state);
    for (let at = 0; at < last.length; at += 64) compress(state, last, at);
    const bytes = [...state].flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff));
    return btoa(String.fromCharCode(...bytes));
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

const words = new Uint32Array(64);

function compress(state: Uint32Array, bytes: Uint8Array, start: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 64);
  const word = (index: number): number => words[index] ?? 0;
  for (let index = 0; index < 16; index++) words[index] = view.getUint32(index * 4);
  for (let index = 16; index < 64; index++) {
    const [early, late] = [word(index - 15), word(index - 2)];
    const first = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const second = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[index] = word(index - 16) + first + word(index - 7) + second;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index++) {
    const mixed = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + mixed + ((e & f) ^ (~e & g)) + (constants[index] ?? 0) + word(index)) >>> 0;
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) >>> 0, c, b, a, (first + second) >>> 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => (state[index] = (state[index] ?? 0) + value));
}

function turned(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by));
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 0x1_0000_0000);
}

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number++)
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  return found;
}
