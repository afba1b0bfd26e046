/**
 * Hexadecimal digest of the UTF-8 bytes of a text, or undefined for an unknown algorithm. Expressions are evaluated
 * where no synchronous cryptography is at hand (the browser); do not use it for secrets.
 */
export function digest(text: string, algorithm: string): string | undefined {
  const bytes = new TextEncoder().encode(text);
  switch (algorithm) {
    case 'MD5':
      return md5(bytes);
    case 'SHA-1':
      return sha1(bytes);
    case 'SHA-256':
      return sha256(bytes);
    case 'SHA-384':
      return sha512(bytes, 384);
    case 'SHA-512':
      return sha512(bytes, 512);
    default:
      return undefined;
  }
}

/** The message with a one bit, zeros and its length in bits, to whole blocks (RFC 1321, FIPS 180-4). */
function padded(bytes: Uint8Array, block: 64 | 128, littleEndian: boolean): DataView {
  const lengthField = block / 8;
  const size = Math.ceil((bytes.length + 1 + lengthField) / block) * block;
  const view = new DataView(new ArrayBuffer(size));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(littleEndian ? size - lengthField : size - 8, BigInt(bytes.length) * 8n, littleEndian);
  return view;
}

const hex32 = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
const rotateLeft = (word: number, by: number) => (word << by) | (word >>> (32 - by));
const rotateRight = (word: number, by: number) => (word >>> by) | (word << (32 - by));

const md5Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const md5Sines = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) | 0);

function md5(bytes: Uint8Array): string {
  const view = padded(bytes, 64, true);
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mix = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round]!;
      const word = [i, (5 * i + 1) % 16, (3 * i + 5) % 16, (7 * i) % 16][round]!;
      const sum = (a + mix + md5Sines[i]! + view.getInt32(block + word * 4, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + rotateLeft(sum, md5Shifts[round * 4 + (i % 4)]!)) | 0];
    }
    [a0, b0, c0, d0] = [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0];
  }
  const swapped = new DataView(new ArrayBuffer(4));
  return [a0, b0, c0, d0]
    .map((word) => {
      swapped.setInt32(0, word, true);
      return hex32(swapped.getInt32(0, false));
    })
    .join('');
}

function sha1(bytes: Uint8Array): string {
  const view = padded(bytes, 64, false);
  const hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0].map((word) => word | 0);
  const words = new Int32Array(80);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + i * 4);
    for (let i = 16; i < 80; i++) {
      words[i] = rotateLeft(words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!, 1);
    }
    let [a, b, c, d, e] = hash as [number, number, number, number, number];
    for (let i = 0; i < 80; i++) {
      const round = Math.floor(i / 20);
      const mix = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][round]!;
      const next = (rotateLeft(a, 5) + mix + e + constant + words[i]!) | 0;
      [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
    }
    for (const [index, word] of [a, b, c, d, e].entries()) hash[index] = (hash[index]! + word) | 0;
  }
  return hash.map(hex32).join('');
}

const primes = firstPrimes(80);

function firstPrimes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2n; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}

/** The first 64 bits of the fraction of a prime's square or cube root. */
function rootFraction(prime: bigint, degree: 2n | 3n): bigint {
  const scaled = prime << (64n * degree);
  let low = 0n;
  let high = 1n << 70n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** degree <= scaled) low = middle;
    else high = middle - 1n;
  }
  return BigInt.asUintN(64, low);
}

const cubeRoots = primes.map((prime) => rootFraction(prime, 3n));
const sha256Constants = cubeRoots.slice(0, 64).map((root) => Number(root >> 32n) | 0);
const squareRoots = primes.slice(0, 16).map((prime) => rootFraction(prime, 2n));
const sha256Start = squareRoots.slice(0, 8).map((root) => Number(root >> 32n) | 0);

function sha256(bytes: Uint8Array): string {
  const view = padded(bytes, 64, false);
  const hash = [...sha256Start];
  const words = new Int32Array(64);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + i * 4);
    for (let i = 16; i < 64; i++) {
      const w15 = words[i - 15]!;
      const w2 = words[i - 2]!;
      const s0 = rotateRight(w15, 7) ^ rotateRight(w15, 18) ^ (w15 >>> 3);
      const s1 = rotateRight(w2, 17) ^ rotateRight(w2, 19) ^ (w2 >>> 10);
      words[i] = words[i - 16]! + s0 + words[i - 7]! + s1;
    }
    let [a, b, c, d, e, f, g, h] = hash as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const s1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
      const first = (h + s1 + ((e & f) ^ (~e & g)) + sha256Constants[i]! + words[i]!) | 0;
      const s0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
      const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) hash[index] = (hash[index]! + word) | 0;
  }
  return hash.map(hex32).join('');
}

const wide = (value: bigint) => BigInt.asUintN(64, value);
const rotate64 = (word: bigint, by: bigint) => wide((word >> by) | (word << (64n - by)));

function sha512(bytes: Uint8Array, bits: 384 | 512): string {
  const view = padded(bytes, 128, false);
  const hash = bits === 512 ? squareRoots.slice(0, 8) : squareRoots.slice(8, 16);
  const words: bigint[] = new Array(80);
  for (let block = 0; block < view.byteLength; block += 128) {
    for (let i = 0; i < 16; i++) words[i] = view.getBigUint64(block + i * 8);
    for (let i = 16; i < 80; i++) {
      const w15 = words[i - 15]!;
      const w2 = words[i - 2]!;
      const s0 = rotate64(w15, 1n) ^ rotate64(w15, 8n) ^ (w15 >> 7n);
      const s1 = rotate64(w2, 19n) ^ rotate64(w2, 61n) ^ (w2 >> 6n);
      words[i] = wide(words[i - 16]! + s0 + words[i - 7]! + s1);
    }
    let [a, b, c, d, e, f, g, h] = hash as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i++) {
      const s1 = rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n);
      const first = h + s1 + ((e & f) ^ (wide(~e) & g)) + cubeRoots[i]! + words[i]!;
      const s0 = rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n);
      const second = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, wide(d + first), c, b, a, wide(first + second)];
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) hash[index] = wide(hash[index]! + word);
  }
  return hash
    .map((word) => word.toString(16).padStart(16, '0'))
    .join('')
    .slice(0, bits / 4);
}
