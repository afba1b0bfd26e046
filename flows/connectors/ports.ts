import type { Json } from '#flows/language/json.ts';

/** What connector code may touch: nothing else reaches the outside. */
export interface Ports {
  http(request: HttpRequest): Promise<HttpResponse>;
  /** Milliseconds since 1970. */
  now(): number;
  random(): number;
  crypto: {
    /** Hex or base64 of the HMAC-SHA256; `key` is used as UTF-8 bytes unless a Uint8Array. */
    hmacSha256(key: string | Uint8Array, message: string | Uint8Array, encoding: 'hex' | 'base64'): string;
    sha256(message: string | Uint8Array, encoding: 'hex' | 'base64'): string;
    equal(a: string, b: string): boolean;
    fromBase64(text: string): Uint8Array;
  };
}

export interface HttpRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  query?: Record<string, string | number | boolean>;
  /** Text as is; anything else is sent as JSON. */
  body?: string | Json;
  /** Credentials in the headers follow a redirect no further than below this address; by default to its own origin. */
  below?: string;
  /** Status codes that are an answer, not an error; by default all below 400. */
  accept?: (status: number) => boolean;
}

/** Header names in lower case; `json()` throws Unavailable when the body is not JSON. */
export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
  json(): Json;
}
