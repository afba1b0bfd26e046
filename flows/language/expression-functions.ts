/** What a function of expressions gives, and what its first argument must be where that is one type. */
export interface ExpressionFunction {
  gives: 'text' | 'number' | 'boolean' | 'list' | 'any';
  takes?: 'text' | 'number';
}

/**
 * The functions of expressions and what they give: those of JSONata 2.0 without `$eval`, and those that Step Functions
 * adds (AWS Step Functions developer guide, "Transforming data with JSONata").
 */
export const expressionFunctions: Readonly<Record<string, ExpressionFunction>> = {
  abs: { gives: 'number', takes: 'number' },
  append: { gives: 'list' },
  assert: { gives: 'any' },
  average: { gives: 'number' },
  base64decode: { gives: 'text', takes: 'text' },
  base64encode: { gives: 'text', takes: 'text' },
  boolean: { gives: 'boolean' },
  ceil: { gives: 'number', takes: 'number' },
  clone: { gives: 'any' },
  contains: { gives: 'boolean', takes: 'text' },
  count: { gives: 'number' },
  decodeUrl: { gives: 'text', takes: 'text' },
  decodeUrlComponent: { gives: 'text', takes: 'text' },
  distinct: { gives: 'any' },
  each: { gives: 'any' },
  encodeUrl: { gives: 'text', takes: 'text' },
  encodeUrlComponent: { gives: 'text', takes: 'text' },
  error: { gives: 'any' },
  exists: { gives: 'boolean' },
  filter: { gives: 'any' },
  floor: { gives: 'number', takes: 'number' },
  formatBase: { gives: 'text', takes: 'number' },
  formatInteger: { gives: 'text', takes: 'number' },
  formatNumber: { gives: 'text', takes: 'number' },
  fromMillis: { gives: 'text', takes: 'number' },
  hash: { gives: 'text' },
  join: { gives: 'text' },
  keys: { gives: 'any' },
  length: { gives: 'number', takes: 'text' },
  lookup: { gives: 'any' },
  lowercase: { gives: 'text', takes: 'text' },
  map: { gives: 'any' },
  match: { gives: 'any', takes: 'text' },
  max: { gives: 'number' },
  merge: { gives: 'any' },
  millis: { gives: 'number' },
  min: { gives: 'number' },
  not: { gives: 'boolean' },
  now: { gives: 'text' },
  number: { gives: 'number' },
  pad: { gives: 'text', takes: 'text' },
  parse: { gives: 'any', takes: 'text' },
  parseInteger: { gives: 'number', takes: 'text' },
  partition: { gives: 'list' },
  power: { gives: 'number', takes: 'number' },
  random: { gives: 'number' },
  range: { gives: 'list' },
  reduce: { gives: 'any' },
  replace: { gives: 'text', takes: 'text' },
  reverse: { gives: 'list' },
  round: { gives: 'number', takes: 'number' },
  shuffle: { gives: 'list' },
  sift: { gives: 'any' },
  single: { gives: 'any' },
  sort: { gives: 'list' },
  split: { gives: 'list', takes: 'text' },
  spread: { gives: 'any' },
  sqrt: { gives: 'number', takes: 'number' },
  string: { gives: 'text' },
  substring: { gives: 'text', takes: 'text' },
  substringAfter: { gives: 'text', takes: 'text' },
  substringBefore: { gives: 'text', takes: 'text' },
  sum: { gives: 'number' },
  toMillis: { gives: 'number', takes: 'text' },
  trim: { gives: 'text', takes: 'text' },
  type: { gives: 'text' },
  uppercase: { gives: 'text', takes: 'text' },
  uuid: { gives: 'text' },
  zip: { gives: 'list' },
};

/** Functions of our own, which the compiler binds where they are used (compiler/bound). A time is text or milliseconds. */
export const ownFunctions: Readonly<Record<string, ExpressionFunction>> = {
  addDays: { gives: 'text' },
  addWorkingDays: { gives: 'text' },
  daysBetween: { gives: 'number' },
  inZone: { gives: 'text' },
  isWorkingDay: { gives: 'boolean' },
  startOf: { gives: 'text' },
};

/** Every function that an expression of a flow may call. */
export const functionsOfFlows: Readonly<Record<string, ExpressionFunction>> = {
  ...expressionFunctions,
  ...ownFunctions,
};

/** Functions that give another value each time; AWS evaluates an expression again when it retries. */
export const changingFunctions: ReadonlySet<string> = new Set(['now', 'millis', 'random', 'uuid', 'shuffle']);

/** Names that no step or loop item may have, beside those of functions. */
export const reservedNames: ReadonlySet<string> = new Set(['trigger', 'run', 'flow', 'env', 'event', 'states', 'eval']);
