/** AWS list prices in US dollars, us-east-1, arm64, without free tiers. */
export const prices = {
  /** The day they were looked up. */
  of: '2026-11-20',
  standardTransition: 0.025 / 1000,
  expressRequest: 1 / 1_000_000,
  /** Memory is billed in steps of 64 MB. */
  expressGbSecond: 0.00001667,
  lambdaRequest: 0.2 / 1_000_000,
  lambdaGbSecond: 0.0000133334,
  dynamodbWrite: 0.625 / 1_000_000,
  dynamodbRead: 0.125 / 1_000_000,
  eventBridgeEvent: 1 / 1_000_000,
  sqsRequest: 0.4 / 1_000_000,
  schedulerCall: 1 / 1_000_000,
  httpApiRequest: 1 / 1_000_000,
} as const;
