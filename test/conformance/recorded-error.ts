/** An error response, as the SDK for Python showed it: with its parts or as a sentence. */
export interface RecordedError {
  exception_typename?: string;
  exception_value?: string;
  Error?: { Code: string; Message?: string };
}

/** AWS's error code and message; both undefined where no error was recorded. */
export function readError({ exception_typename, exception_value, Error: response }: RecordedError) {
  return {
    code: response?.Code ?? exception_typename,
    message:
      response?.Message ?? exception_value?.replace(/^An error occurred \(\w+\) when calling the \w+ operation: /, ''),
  };
}
