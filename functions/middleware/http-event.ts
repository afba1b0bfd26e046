/** What an HTTP API of API Gateway hands a Lambda function (payload format 2.0), as far as it is read here. */
export interface HttpEvent {
  rawPath: string;
  rawQueryString: string;
  cookies?: string[];
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** `timeEpoch`: when the gateway got the request, milliseconds since 1970. */
  requestContext: { http: { method: string; sourceIp: string }; timeEpoch?: number };
  body?: string;
  isBase64Encoded: boolean;
}

/** What the function answers, in the same format. */
export interface HttpResult {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
}
