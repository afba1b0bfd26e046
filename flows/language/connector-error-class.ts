/** Why a call failed, in the words flows can retry or catch on. */
export type ConnectorErrorClass =
  | 'RateLimited'
  | 'Unavailable'
  | 'Timeout'
  | 'InvalidInput'
  | 'Unauthorized'
  | 'NotFound'
  | 'Conflict'
  | 'Internal';
