import { environment } from '#functions/aws/environment.ts';
import { knownFor } from '#functions/store/browser.ts';
import { sessionLength } from '#functions/store/session.ts';

const session = 'millrace';
const browser = 'millrace-browser';

/** Secret of the session that the request's cookies name. */
export function readSessionCookie(cookies: readonly string[] | undefined): string | undefined {
  return cookieOf(session, cookies);
}

/** Secret that the browser is known by from an earlier sign-in. */
export function readBrowserCookie(cookies: readonly string[] | undefined): string | undefined {
  return cookieOf(browser, cookies);
}

/** The Set-Cookie value that keeps a session in the browser; without a secret the one that ends it. */
export function sessionCookie(secret?: string): string {
  const age = secret ? sessionLength : 0;
  return `${session}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure()}`;
}

/** The Set-Cookie value by which a browser is known when somebody signs in with it again. */
export function browserCookie(secret: string): string {
  return `${browser}=${secret}; Path=/api/session; HttpOnly; SameSite=Strict; Max-Age=${knownFor}${secure()}`;
}

function cookieOf(name: string, cookies: readonly string[] | undefined): string | undefined {
  return cookies?.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
}

// Whatever a request calls this server: a browser on the machine itself takes such a cookie from localhost as well.
function secure(): string {
  return environment('MILLRACE_PUBLIC_URL').startsWith('https:') ? '; Secure' : '';
}
