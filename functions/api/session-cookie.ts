import { environment } from '#functions/aws/environment.ts';
import { sessionLength } from '#functions/store/session.ts';

const name = 'millrace';

/** Secret of the session that the request's cookies name. */
export function readSessionCookie(cookies: readonly string[] | undefined): string | undefined {
  const cookie = cookies?.find((each) => each.startsWith(`${name}=`));
  return cookie?.slice(name.length + 1) || undefined;
}

/** The Set-Cookie value that keeps a session in the browser; without a secret the one that ends it. */
export function sessionCookie(secret?: string): string {
  const secure = environment('MILLRACE_PUBLIC_URL').startsWith('https:') ? '; Secure' : '';
  const age = secret ? sessionLength : 0;
  return `${name}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`;
}
