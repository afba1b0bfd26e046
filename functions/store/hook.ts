/** One inbound address: `<public url>/hooks/<key>`. */
export interface Hook {
  /** 32 random bytes, base64url. */
  key: string;
  connector: string;
  /** Address of a core.webhook flow. */
  flow?: string;
  /** Address of a connection; for a flow's hook the connection that holds the secret to verify with. */
  connection?: string;
}
