import { createHash, timingSafeEqual } from 'node:crypto';
import { environment } from '#functions/aws/environment.ts';

/** How the addresses of a run's callbacks begin; a signature and the step's path follow. */
export function callbackAddress(run: string): string {
  return `${environment('MILLRACE_PUBLIC_URL').replace(/\/$/, '')}/callbacks/${run}.`;
}

/** The signature of a step's path under the secret of its run, as machines make it (3-lower/callback-addresses.ts). */
export function callbackSignature(secret: string, path: string): string {
  const hashed = (text: string) =>
    createHash('sha256')
      .update(secret + text)
      .digest('hex');
  return hashed(hashed(path)).slice(0, 40);
}

/** Whether the signature is that of the path, in a time that does not tell how much of it is right. */
export function isSigned(secret: string, path: string, signature: string): boolean {
  const wanted = Buffer.from(callbackSignature(secret, path));
  const given = Buffer.from(signature);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
