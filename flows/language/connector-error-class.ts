/** Why a call can fail, in the words flows can retry or catch on; what happens most often stands first. */
export const connectorErrorClasses = [
  'RateLimited',
  'Unavailable',
  'Timeout',
  'InvalidInput',
  'Unauthorized',
  'NotFound',
  'Conflict',
  'Internal',
] as const;

export type ConnectorErrorClass = (typeof connectorErrorClasses)[number];
