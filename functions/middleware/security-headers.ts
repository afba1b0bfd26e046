/** On every answer: what a browser must not make of it. */
const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/** For what is data and no page: nothing in it runs or loads, and no page may frame it. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/**
 * Headers for an answer under a content security policy, that of plain data unless told. Where the public address is
 * https, browsers are told to come by https alone for a year.
 */
export function securityHeaders(publicUrl: string | undefined, policy: string = dataPolicy): Record<string, string> {
  return {
    'content-security-policy': policy,
    ...always,
    ...(publicUrl?.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  };
}
