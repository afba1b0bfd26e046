/**
 * A failed expression. `code` is JSONata's own (`T2001`, `D1009`, `S0201`) or one of `TooLarge`, `TooSlow`, `TooDeep`,
 * `NotJson`, `UnsupportedPattern`; `position` is the 1-based offset in the source at which JSONata noticed it.
 */
export class ExpressionError extends Error {
  readonly code: string;
  readonly position: number | undefined;

  constructor(code: string, message: string, position?: number) {
    super(message);
    this.name = 'ExpressionError';
    this.code = code;
    this.position = position;
  }
}

/** NaN or an infinity as a result: in the words and with the code of the compiler's `$__finite`. */
export function noNumber(): ExpressionError {
  return new ExpressionError('D3137', 'The result is no number: it was divided by zero, or is too large.');
}

/** What JSONata throws (plain objects, sometimes the machine's own errors) as an ExpressionError. */
export function toExpressionError(thrown: unknown): ExpressionError {
  if (thrown instanceof ExpressionError) return thrown;
  if (thrown instanceof RangeError) {
    return /string length|array length|array size/i.test(thrown.message)
      ? new ExpressionError('TooLarge', 'The expression builds a value that is too large.')
      : new ExpressionError('TooDeep', 'The expression calls itself, or nests, too deeply.');
  }
  const { code, message, position } = thrown as { code?: unknown; message?: unknown; position?: unknown };
  const at = typeof position === 'number' ? position : undefined;
  if (code === 'D1011' || code === 'U1001') {
    return new ExpressionError('TooDeep', 'The expression calls itself, or nests, too deeply.', at);
  }
  if (code === 'D1012') return new ExpressionError('TooSlow', 'The expression takes too long. Check for a loop.', at);
  if (code === 'D2014' || code === 'D2015') {
    return new ExpressionError('TooLarge', 'The expression builds a list that is too long.', at);
  }
  if (typeof code === 'string' && typeof message === 'string') return new ExpressionError(code, message, at);
  return new ExpressionError('T0000', 'The expression uses a value in a way that its type does not allow.', at);
}
