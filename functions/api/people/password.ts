import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { hashingLane, type Turn } from './hashing-lane.ts';

/** 32 MB and about 0.2 s a guess: OWASP's scrypt settings for small machines. */
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const lane = hashingLane();
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `scrypt$N$r$p$salt$hash` in base64url. Throws LaneFull when too many wait for the like. */
export async function hashPassword(password: string, turn: Turn): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost, turn);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/**
 * True when the password is the hashed one; without a hash it takes as long and is false, to hide which names exist. Throws
 * LaneFull when too many wait for the like.
 */
export async function checkPassword(password: string, hashed: string | undefined, turn: Turn): Promise<boolean> {
  if (hashed === undefined) {
    await derive(password, randomBytes(16), cost, turn);
    return false;
  }
  const [, N, r, p, salt = '', hash = ''] = hashed.split('$');
  const expected = Buffer.from(hash, 'base64url');
  const settings = { ...cost, N: Number(N), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, 'base64url'), settings, turn);
  return timingSafeEqual(expected, actual);
}

/** 20 letters and digits that are hard to confuse, in groups of four: about 99 bits. */
export function newPassword(): string {
  const groups = Array.from({ length: 5 }, () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''),
  );
  return groups.join('-');
}

function derive(password: string, salt: Buffer, settings: typeof cost, turn: Turn): Promise<Buffer> {
  const work = () =>
    new Promise<Buffer>((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, 32, settings, (error, key) => (error ? reject(error) : resolve(key)));
    });
  return lane(turn, work);
}
