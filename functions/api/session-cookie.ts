import { environment } from '#functions/aws/environment.ts';
import { sessionLength } from '#functions/store/session.ts';

const name = 'millrace';

/** Secret of the session that the request's cookies name. */
export function readSessionCookie(cookies: readonly string[] | undefined): string | undefined {
  const cookie = cookies?.find((each) => each.startsWith(`${name}=`));
  return cookie?.slice(name.length + 1) || undefined;
}

/** The Set-Cookie value that keeps a session in the browser that asked `host`; without a secret the one that ends it. */
export function sessionCookie(host: string, secret?: string): string {
  const age = secret ? sessionLength : 0;
  return `${name}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${isSecure(host) ? '; Secure' : ''}`;
}

// Whoever opens the console on the machine itself has no https there, though the public address may.
function isSecure(host: string): boolean {
  const onThisMachine = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
  return !onThisMachine && environment('MILLRACE_PUBLIC_URL').startsWith('https:');
}
