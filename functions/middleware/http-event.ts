/** What an HTTP API of API Gateway hands a Lambda function (payload format 2.0), as far as it is read here. */
export interface HttpEvent {
  rawPath: string;
  rawQueryString: string;
  cookies?: string[];
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  requestContext: { http: { method: string; sourceIp: string } };
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
