/** An error as AWS answers it: `name` is AWS's error code, which is what SDK clients and handlers look at. */
export class AwsError extends Error {
  /** HTTP status of the answer. */
  readonly status: number;
  /** What the answer holds beside the name and the message. */
  readonly members: object;

  constructor(name: string, message: string, status = 400, members: object = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.members = members;
  }
}
