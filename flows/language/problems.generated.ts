// Made by `npm run generate` from problems.md.
export interface ProblemParams {
  actionAsTrigger: { name: string | number };
  answerComesLate: Record<string, never>;
  bareContext: { name: string | number };
  bareName: { name: string | number; suggestion?: string | number | undefined };
  callNeeded: { name: string | number };
  cannotWaitFor: { event: string | number };
  changedNeedsField: { op: string | number };
  changedNotOffered: { trigger: string | number };
  changingValue: { name: string | number };
  connectionNeeded: { operation: string | number };
  connectionOfOther: { connector: string | number; expected: string | number; name: string | number };
  connectionUnused: { operation: string | number };
  constantNeeded: { op: string | number };
  cronBothDays: Record<string, never>;
  cronField: { field: string | number; text: string | number };
  cronFields: { count: string | number };
  cronNever: Record<string, never>;
  deadlineTooLong: { limit: string | number; type: string | number };
  definitionLarge: { limit: string | number; size: string | number };
  definitionTooLarge: { limit: string | number; size: string | number };
  disabledReference: { name: string | number };
  duplicateKey: { key: string | number };
  duplicateName: { line: string | number; name: string | number };
  emptyBranch: { branch: string | number };
  emptyDocument: Record<string, never>;
  emptyExpression: Record<string, never>;
  emptyFlow: Record<string, never>;
  evalRefused: Record<string, never>;
  everyWholeMinutes: Record<string, never>;
  expressCannotWait: Record<string, never>;
  expressionCutOff: Record<string, never>;
  expressionExpected: Record<string, never>;
  expressionExpects: { expected: string | number; found: string | number };
  expressionInKey: Record<string, never>;
  expressionNotAllowed: Record<string, never>;
  expressionSyntax: { reason: string | number };
  expressionTooDeep: Record<string, never>;
  expressionUnclosed: { expected: string | number };
  expressionUnexpected: { found: string | number };
  fieldNotChosen: Record<string, never>;
  fieldNotListed: { field: string | number; suggestion: string | number };
  fieldUnused: { field: string | number; other: string | number; value: string | number; values: string | number };
  flowNotPublished: { flow: string | number };
  historyTooLong: { limit: string | number };
  insideFinished: { container: string | number; name: string | number };
  invalidAt: { value: string | number };
  invalidChoice: { choices: string | number; suggestion?: string | number | undefined; value: string | number };
  invalidConnectionName: { value: string | number };
  invalidDuration: { value: string | number };
  invalidFlowId: { value: string | number };
  invalidFormat: { format: string | number };
  invalidJson: { expected: string | number; found: string | number };
  invalidOperation: { value: string | number };
  invalidStepId: { value: string | number };
  invalidTime: { value: string | number };
  invalidValue: { reason: string | number };
  invalidYaml: { reason: string | number };
  itemOutsideLoop: { container: string | number; name: string | number };
  listMayCollapse: Record<string, never>;
  listNotChosen: Record<string, never>;
  loopMakesStandard: { deadline: string | number; items: string | number; seconds: string | number };
  loopMayTakeTooLong: { deadline: string | number; items: string | number; seconds: string | number };
  mayBeMissing: { field: string | number };
  mayTriggerItself: { name: string | number };
  missingField: { field: string | number };
  missingKind: { kinds: string | number; suggestion?: string | number | undefined };
  missingOperand: { op: string | number };
  mixedKinds: { kinds: string | number };
  moreFindings: { count: string | number };
  neverEqual: { choices: string | number; suggestion?: string | number | undefined; value: string | number };
  noFields: { actual: string | number; field: string | number; of: string | number };
  noSuchField: { field: string | number; of: string | number; suggestion?: string | number | undefined };
  notAList: { actual: string | number };
  notANumber: { actual: string | number; operator: string | number };
  notComparable: { left: string | number; operator: string | number; right: string | number };
  notInTrigger: { name: string | number };
  notJson: { value: string | number };
  notYetAvailable: { name: string | number };
  numberAsText: { value: string | number };
  numberWithMarks: { number: string | number; value: string | number };
  offsetNeeded: { name: string | number; zone: string | number };
  onlyForActions: { field: string | number; steps: string | number };
  operatorTooNew: { operator: string | number };
  otherBranch: { container: string | number; name: string | number };
  ownReference: { name: string | number };
  pairNeeded: Record<string, never>;
  patternNotSupported: { pattern: string | number };
  reservedName: { name: string | number };
  retryCut: { attempts: string | number; deadline: string | number };
  scheduleKind: Record<string, never>;
  secretInFlow: { field: string | number };
  stopPassesThrough: { container: string | number };
  timeTooLarge: { limit: string | number; size: string | number };
  timeoutOutsideWait: { kind: string | number };
  tooBig: { limit: string | number };
  tooDeep: { limit: string | number };
  tooFew: { limit: string | number };
  tooFewArguments: { count: string | number; name: string | number };
  tooLarge: { limit: string | number; size: string | number };
  tooLong: { limit: string | number };
  tooMany: { limit: string | number };
  tooManyAliases: { limit: string | number };
  tooManyItems: { items: string | number; limit: string | number };
  tooManyPatterns: { limit: string | number };
  tooManyRounds: { limit: string | number; rounds: string | number };
  tooShort: { limit: string | number };
  tooSmall: { limit: string | number };
  triggerAsAction: { name: string | number };
  triggersItself: { name: string | number };
  unclosedExpression: Record<string, never>;
  unknownAction: { connector: string | number; name: string | number; suggestion?: string | number | undefined };
  unknownConnection: { connector: string | number; name: string | number; suggestion?: string | number | undefined };
  unknownConnector: { connector: string | number; suggestion?: string | number | undefined };
  unknownField: { field: string | number; suggestion?: string | number | undefined };
  unknownFlow: { flow: string | number; suggestion?: string | number | undefined };
  unknownFunction: { name: string | number; suggestion?: string | number | undefined };
  unknownReference: { name: string | number; suggestion?: string | number | undefined };
  unknownTimeZone: { name: string | number; suggestion?: string | number | undefined };
  unknownTrigger: { connector: string | number; name: string | number; suggestion?: string | number | undefined };
  unneededOperand: { op: string | number };
  unreachableStep: { after: string | number; name: string | number };
  unsafeNumber: { value: string | number };
  valueNotGiven: { op: string | number };
  valueTooLarge: { limit: string | number; size: string | number };
  waitsTooLong: { deadline: string | number; seconds: string | number };
  windowRange: Record<string, never>;
  wrongArgument: { actual: string | number; expected: string | number; name: string | number };
  wrongType: { actual: string | number; expected: string | number };
  zoneNotWritten: { name: string | number };
}

export type ProblemCode = keyof ProblemParams;

export const problemTexts: Record<
  ProblemCode,
  Readonly<{
    severity: 'error' | 'warning' | 'info';
    en: { message: string; help: string };
    zh: { message: string; help: string };
  }>
> = {
  actionAsTrigger: {
    severity: 'error',
    en: { message: "`{name}` is an action: it can be a step and starts nothing.", help: "Move it to `steps`, and choose a trigger such as `core.schedule`." },
    zh: { message: "`{name}` 是操作，只能作为步骤，不能启动流程。", help: "请把它移到 `steps`，并选择 `core.schedule` 等触发器。" },
  },
  answerComesLate: {
    severity: 'warning',
    en: { message: "The caller waits 29 seconds for the answer of this flow, and this step may take longer.", help: "The caller then gets 202 with the run's id, and the run goes on. Use `respond: accepted` if nobody needs the answer." },
    zh: { message: "调用方最多等待该流程的应答 29 秒，而此步骤可能需要更久。", help: "届时调用方会收到 202 和运行编号，运行会继续。如果不需要应答，请使用 `respond: accepted`。" },
  },
  bareContext: {
    severity: 'error',
    en: { message: "\"{name}\" stands for nothing here.", help: "Begin with a variable such as `$trigger`. `$` has a meaning only inside `[ ]` and `( )` after a path: `$trigger.numbers[$ > 3]`." },
    zh: { message: "此处的“{name}”没有含义。", help: "请以 `$trigger` 等变量开头。`$` 只在路径后的 `[ ]` 或 `( )` 中有意义，例如 `$trigger.numbers[$ > 3]`。" },
  },
  bareName: {
    severity: 'error',
    en: { message: "\"{name}\" stands for nothing here.[[ Did you mean \"{suggestion}\"?]]", help: "Variables begin with `$`; text stands in quotes." },
    zh: { message: "此处的“{name}”没有含义。[[是否想写“{suggestion}”？]]", help: "变量以 `$` 开头，文本请写在引号中。" },
  },
  callNeeded: {
    severity: 'error',
    en: { message: "`{name}` must be called; it cannot be handed on as a value.", help: "Hand on a function that calls it: `$filter($days, function($d) { $isWorkingDay($d) })`." },
    zh: { message: "`{name}` 只能直接调用，不能作为值传递。", help: "请传入一个调用它的函数：`$filter($days, function($d) { $isWorkingDay($d) })`。" },
  },
  cannotWaitFor: {
    severity: 'error',
    en: { message: "A run cannot wait for `{event}`.", help: "Wait for a time with `wait: { for: 2h }` or `wait: { until: ... }`." },
    zh: { message: "运行无法等待 `{event}`。", help: "请使用 `wait: { for: 2h }` 或 `wait: { until: ... }` 按时间等待。" },
  },
  changedNeedsField: {
    severity: 'error',
    en: { message: "\"{op}\" needs the name of one field.", help: "Write `left: status`, or `left: \"{{ $trigger.changed.status }}\"`." },
    zh: { message: "“{op}”需要一个字段名。", help: "请写成 `left: status` 或 `left: \"{{ $trigger.changed.status }}\"`。" },
  },
  changedNotOffered: {
    severity: 'error',
    en: { message: "Events of `{trigger}` do not tell what changed.", help: "Use another operator, or a trigger such as `jira.issueUpdated`." },
    zh: { message: "`{trigger}` 的事件不包含变更信息。", help: "请改用其他运算符，或使用 `jira.issueUpdated` 等触发器。" },
  },
  changingValue: {
    severity: 'error',
    en: { message: "`{name}` gives another value each time and can be used in inputs of actions only.", help: "Use `$run.startedAt` for the time, or let an action's input hold the value: there it is recorded." },
    zh: { message: "`{name}` 每次结果都不同，只能用在操作的输入中。", help: "时间请使用 `$run.startedAt`；或者把它放在操作的输入中，其值会被记录下来。" },
  },
  connectionNeeded: {
    severity: 'error',
    en: { message: "`{operation}` needs a connection.", help: "Add `connection` with the name of one." },
    zh: { message: "`{operation}` 需要指定连接。", help: "请添加 `connection`，并填写连接名称。" },
  },
  connectionOfOther: {
    severity: 'error',
    en: { message: "The connection \"{name}\" is for `{connector}`; `{expected}` is needed here.", help: "Name a connection of `{expected}`." },
    zh: { message: "连接“{name}”属于 `{connector}`，此处需要 `{expected}` 的连接。", help: "请填写 `{expected}` 的连接。" },
  },
  connectionUnused: {
    severity: 'warning',
    en: { message: "`{operation}` uses no connection.", help: "Remove `connection`." },
    zh: { message: "`{operation}` 不使用连接。", help: "请删除 `connection`。" },
  },
  constantNeeded: {
    severity: 'error',
    en: { message: "The right side of \"{op}\" cannot hold an expression.", help: "Write the pattern or duration itself." },
    zh: { message: "“{op}”的右侧不能使用表达式。", help: "请直接写出匹配模式或时长。" },
  },
  cronBothDays: {
    severity: 'error',
    en: { message: "The pattern names both days of the month and days of the week; the scheduler takes one of them.", help: "Put `*` in one of the two fields and check the other with `when` or an `if`." },
    zh: { message: "该模式同时指定了月内日期和星期；调度器只支持其中一种。", help: "请将其中一个字段设为 `*`，另一个条件用 `when` 或 `if` 判断。" },
  },
  cronField: {
    severity: 'error',
    en: { message: "\"{text}\" is no {field}.", help: "Allowed are numbers, ranges `1-5`, lists `1,3,5`, steps `*/15` and, for months and weekdays, names such as `JAN` and `MON`. Sunday is 0." },
    zh: { message: "“{text}”不是有效的{field}。", help: "可以使用数字、范围 `1-5`、列表 `1,3,5`、步长 `*/15`；月份和星期还可使用 `JAN`、`MON` 等名称。星期日为 0。" },
  },
  cronFields: {
    severity: 'error',
    en: { message: "A cron pattern has five fields, but this one has {count}.", help: "Write minute, hour, day of the month, month and day of the week: `30 8 * * 1-5` is 8:30 from Monday to Friday." },
    zh: { message: "cron 表达式应有五个字段，但此处有 {count} 个。", help: "依次为分、时、日、月、星期：`30 8 * * 1-5` 表示周一至周五 8:30。" },
  },
  cronNever: {
    severity: 'error',
    en: { message: "No month that is chosen has that day.", help: "Choose an earlier day or another month." },
    zh: { message: "所选月份中没有这一天。", help: "请选择更早的日期或其他月份。" },
  },
  deadlineTooLong: {
    severity: 'error',
    en: { message: "A flow of `type: {type}` can run for at most {limit} seconds.", help: "Set a shorter `deadline`, or remove `type` so that it is chosen for you." },
    zh: { message: "`type: {type}` 的流程最多运行 {limit} 秒。", help: "请设置更短的 `deadline`，或者移除 `type` 由系统自动选择。" },
  },
  definitionLarge: {
    severity: 'warning',
    en: { message: "The compiled flow has {size} KB. Above {limit} KB each run costs more and starts more slowly.", help: "Move long texts out of the flow, or split it." },
    zh: { message: "编译后的流程为 {size} KB。超过 {limit} KB 后，每次运行的费用更高、启动更慢。", help: "请把较长的文本移出流程，或者拆分流程。" },
  },
  definitionTooLarge: {
    severity: 'error',
    en: { message: "The compiled flow has {size} KB; Step Functions takes at most {limit} KB.", help: "Split the flow, or move long texts out of it." },
    zh: { message: "编译后的流程为 {size} KB，Step Functions 最多接受 {limit} KB。", help: "请拆分流程，或者把较长的文本移出流程。" },
  },
  disabledReference: {
    severity: 'warning',
    en: { message: "The step `{name}` is disabled, so it has no output.", help: "Enable it, or do without its output." },
    zh: { message: "步骤 `{name}` 已停用，没有输出。", help: "请启用该步骤，或不使用它的输出。" },
  },
  duplicateKey: {
    severity: 'error',
    en: { message: "\"{key}\" is written twice in the same block.", help: "Keep one of the two." },
    zh: { message: "同一段中重复出现了“{key}”。", help: "请只保留其中一个。" },
  },
  duplicateName: {
    severity: 'error',
    en: { message: "The name \"{name}\" is taken already, on line {line}.", help: "Steps and loop items need names of their own in the whole flow, because expressions refer to them." },
    zh: { message: "名称“{name}”已在第 {line} 行使用。", help: "步骤和循环项的名称在整个流程中必须唯一，因为表达式通过名称引用它们。" },
  },
  emptyBranch: {
    severity: 'warning',
    en: { message: "There is nothing to do in \"{branch}\".", help: "Add a step, or remove it. To do something only when a condition does not hold, put `not` around it." },
    zh: { message: "“{branch}”中没有任何内容。", help: "请添加步骤或将其删除。如果只想在条件不成立时执行，请用 `not` 包裹条件。" },
  },
  emptyDocument: {
    severity: 'error',
    en: { message: "The flow has no text yet.", help: "Begin with `id`, `trigger` and `steps`, or choose a template." },
    zh: { message: "流程还没有内容。", help: "请从 `id`、`trigger` 和 `steps` 开始编写，或选择一个模板。" },
  },
  emptyExpression: {
    severity: 'error',
    en: { message: "There is nothing between \"{{\" and \"}}\".", help: "Write an expression such as `{{ $trigger.name }}`, or remove the braces." },
    zh: { message: "“{{”与“}}”之间没有内容。", help: "请写入表达式，例如 `{{ $trigger.name }}`，或删除花括号。" },
  },
  emptyFlow: {
    severity: 'warning',
    en: { message: "The flow does nothing yet.", help: "Add its first step." },
    zh: { message: "这个流程还没有做任何事。", help: "请添加第一个步骤。" },
  },
  evalRefused: {
    severity: 'error',
    en: { message: "`$eval` cannot be used.", help: "Step Functions has no `$eval`. Use `$parse` to read JSON from text." },
    zh: { message: "不能使用 `$eval`。", help: "Step Functions 不支持 `$eval`。如需从文本读取 JSON，请使用 `$parse`。" },
  },
  everyWholeMinutes: {
    severity: 'error',
    en: { message: "`every` must be a number of whole minutes, at least one.", help: "Write a duration such as `5m` or `1h`." },
    zh: { message: "`every` 必须是整数分钟，且至少为 1 分钟。", help: "请填写如 `5m` 或 `1h` 的时长。" },
  },
  expressCannotWait: {
    severity: 'error',
    en: { message: "A flow of `type: express` lives for at most 5 minutes; it cannot wait for this.", help: "Remove `type: express`, so that the flow may run for as long as it takes." },
    zh: { message: "`type: express` 的流程最多运行 5 分钟，不能在此等待。", help: "请移除 `type: express`，让流程可以运行足够长的时间。" },
  },
  expressionCutOff: {
    severity: 'error',
    en: { message: "The expression ends too soon.", help: "Something must follow the last operator." },
    zh: { message: "表达式不完整。", help: "最后一个运算符之后还需要内容。" },
  },
  expressionExpected: {
    severity: 'error',
    en: { message: "`expr` must be one expression, from \"{{\" to \"}}\".", help: "Write `expr: \"{{ $trigger.amount > 100 }}\"`, with nothing outside the braces." },
    zh: { message: "`expr` 必须是一个完整的表达式，从“{{”到“}}”。", help: "请写成 `expr: \"{{ $trigger.amount > 100 }}\"`，花括号之外不要有其他内容。" },
  },
  expressionExpects: {
    severity: 'error',
    en: { message: "\"{expected}\" is expected here, not {found}.", help: "Look for a bracket or a colon that was left out." },
    zh: { message: "此处应为“{expected}”，而不是 {found}。", help: "请检查是否遗漏了括号或冒号。" },
  },
  expressionInKey: {
    severity: 'error',
    en: { message: "The name of a field cannot hold an expression.", help: "Give the whole object as one expression: `{{ { $trigger.name: 1 } }}`." },
    zh: { message: "字段名中不能使用表达式。", help: "请把整个对象写成一个表达式：`{{ { $trigger.name: 1 } }}`。" },
  },
  expressionNotAllowed: {
    severity: 'error',
    en: { message: "Settings of a trigger cannot hold an expression.", help: "They are read when the flow is published. Write the value itself, or judge the event under `when`." },
    zh: { message: "触发器的设置中不能使用表达式。", help: "触发器的设置在发布时读取。请直接写出值，或在 `when` 中判断事件。" },
  },
  expressionSyntax: {
    severity: 'error',
    en: { message: "This expression cannot be read: {reason}", help: "Correct it. Expressions are JSONata." },
    zh: { message: "无法解析该表达式：{reason}", help: "请更正。表达式采用 JSONata 语法。" },
  },
  expressionTooDeep: {
    severity: 'error',
    en: { message: "The expression nests too deeply.", help: "Split it: compute parts in `set` steps before." },
    zh: { message: "表达式嵌套过深。", help: "请拆分表达式：先在 `set` 步骤中计算各个部分。" },
  },
  expressionUnclosed: {
    severity: 'error',
    en: { message: "{expected} is not closed.", help: "Close it before the expression ends." },
    zh: { message: "{expected}没有结束。", help: "请在表达式结束之前补上结束符。" },
  },
  expressionUnexpected: {
    severity: 'error',
    en: { message: "\"{found}\" does not belong here.", help: "Look for an operator left out or written twice. Text is joined with `&`; text stands in quotes." },
    zh: { message: "此处不应出现“{found}”。", help: "请检查是否遗漏或重复书写了运算符。文本用 `&` 连接，并写在引号中。" },
  },
  fieldNotChosen: {
    severity: 'error',
    en: { message: "No field is chosen here yet: nothing is compared.", help: "Choose the field whose value decides; a row that is not wanted can be removed." },
    zh: { message: "此处尚未选择字段：没有可比较的内容。", help: "请选择以哪个字段的值来判断；不需要的行可以删除。" },
  },
  fieldNotListed: {
    severity: 'warning',
    en: { message: "The field \"{field}\" is not known here. Did you mean \"{suggestion}\"?", help: "Correct the name. If the field does exist, nothing needs to be done." },
    zh: { message: "此处没有已知的字段“{field}”。是否想写“{suggestion}”？", help: "请更正字段名。如果该字段确实存在，则无需处理。" },
  },
  fieldUnused: {
    severity: 'warning',
    en: { message: "\"{field}\" is given, but with \"{value}\" for \"{other}\" it is mostly ignored.", help: "Choose one of {values} for \"{other}\", or remove \"{field}\"." },
    zh: { message: "已填写“{field}”，但“{other}”为“{value}”时通常会被忽略。", help: "请把“{other}”改为 {values} 之一，或删除“{field}”。" },
  },
  flowNotPublished: {
    severity: 'warning',
    en: { message: "The flow \"{flow}\" is not published, so this step would fail.", help: "Publish it first." },
    zh: { message: "流程“{flow}”尚未发布，此步骤会失败。", help: "请先发布该流程。" },
  },
  historyTooLong: {
    severity: 'error',
    en: { message: "A run could write more than {limit} history events, which Step Functions refuses.", help: "Do less for each item, go through fewer items, or split the flow." },
    zh: { message: "一次运行可能产生超过 {limit} 条历史事件，Step Functions 不允许。", help: "请减少每个条目的步骤、减少条目数量，或者拆分流程。" },
  },
  insideFinished: {
    severity: 'error',
    en: { message: "The step `{name}` is inside `{container}`; what happens in there is not seen from outside.", help: "Use `${container}`: it has the output of the last step of the path taken, the results of a loop, or one field for each parallel branch." },
    zh: { message: "步骤 `{name}` 位于 `{container}` 内部，从外部无法访问。", help: "请使用 `${container}`：它是所走分支最后一个步骤的输出、循环的结果，或每个并行分支一个字段。" },
  },
  invalidAt: {
    severity: 'error',
    en: { message: "\"{value}\" is no local date and time.", help: "Write `2026-12-24T09:00:00` without a zone; the zone stands in `timeZone`." },
    zh: { message: "“{value}”不是有效的本地日期时间。", help: "请写成 `2026-12-24T09:00:00`，不带时区；时区写在 `timeZone` 中。" },
  },
  invalidChoice: {
    severity: 'error',
    en: { message: "\"{value}\" is not one of {choices}.[[ Did you mean \"{suggestion}\"?]]", help: "Write one of these words." },
    zh: { message: "“{value}”不在可选范围内：{choices}。[[是否想写“{suggestion}”？]]", help: "请使用其中一个词。" },
  },
  invalidConnectionName: {
    severity: 'error',
    en: { message: "\"{value}\" cannot be the name of a connection.", help: "Use letters, digits, `-`, `_` and `.`, at most 63: `jira-main`. The name is fixed; it cannot be an expression." },
    zh: { message: "“{value}”不能用作连接名称。", help: "请使用字母、数字、`-`、`_` 和 `.`，最多 63 个字符，例如 `jira-main`。名称是固定的，不能使用表达式。" },
  },
  invalidDuration: {
    severity: 'error',
    en: { message: "\"{value}\" is not a duration.", help: "Write whole numbers with units, the largest first: `90s`, `15m`, `2h`, `3d`, `1h30m`." },
    zh: { message: "“{value}”不是有效的时长。", help: "请用整数加单位书写，由大到小：`90s`、`15m`、`2h`、`3d`、`1h30m`。" },
  },
  invalidFlowId: {
    severity: 'error',
    en: { message: "\"{value}\" cannot be the id of a flow.", help: "Use lower-case letters, digits and hyphens, at most 63: `high-priority-to-chat`. What people see goes into `name`." },
    zh: { message: "“{value}”不能用作流程编号。", help: "请使用小写字母、数字和连字符，最多 63 个字符，例如 `high-priority-to-chat`。显示名称请写在 `name` 中。" },
  },
  invalidFormat: {
    severity: 'error',
    en: { message: "This is not a valid {format}.", help: "Compare it with the description of the field." },
    zh: { message: "这不是有效的 {format}。", help: "请对照该字段的说明进行修改。" },
  },
  invalidJson: {
    severity: 'error',
    en: { message: "This is not JSON: {expected} is expected here, not {found}.", help: "Look at commas, quotes and brackets here and just before. JSON has no comments and no comma after the last item." },
    zh: { message: "这不是有效的 JSON：此处应为 {expected}，而不是 {found}。", help: "请检查此处及之前的逗号、引号和括号。JSON 不支持注释，最后一项之后也不能有逗号。" },
  },
  invalidOperation: {
    severity: 'error',
    en: { message: "\"{value}\" names no trigger or action.", help: "Write the connector, a dot, and the name of the trigger or action: `jira.issueUpdated`, `http.request`." },
    zh: { message: "“{value}”不是触发器或操作的名称。", help: "请书写为“连接器.触发器或操作”，例如 `jira.issueUpdated`、`http.request`。" },
  },
  invalidStepId: {
    severity: 'error',
    en: { message: "\"{value}\" cannot be the name of a step or a loop item.", help: "Begin with a letter and go on with letters, digits and `_`, at most 60 characters: `ask_owner`. What people see goes into `name`." },
    zh: { message: "“{value}”不能用作步骤或循环项的名称。", help: "请以字母开头，后接字母、数字或下划线，最多 60 个字符，例如 `ask_owner`。显示名称请写在 `name` 中。" },
  },
  invalidTime: {
    severity: 'error',
    en: { message: "\"{value}\" is no date or time.", help: "Write ISO 8601: `2026-12-24`, `2026-12-24T09:00:00Z` or `2026-12-24T09:00:00+08:00`." },
    zh: { message: "“{value}”不是有效的日期或时间。", help: "请按 ISO 8601 书写：`2026-12-24`、`2026-12-24T09:00:00Z` 或 `2026-12-24T09:00:00+08:00`。" },
  },
  invalidValue: {
    severity: 'error',
    en: { message: "This value does not fit here: {reason}", help: "Compare it with the description of the field." },
    zh: { message: "该值不符合要求：{reason}", help: "请对照该字段的说明进行修改。" },
  },
  invalidYaml: {
    severity: 'error',
    en: { message: "This is not YAML: {reason}", help: "Look at indentation, quotes and brackets here and on the line above." },
    zh: { message: "这不是有效的 YAML：{reason}", help: "请检查此处及上一行的缩进、引号和括号。" },
  },
  itemOutsideLoop: {
    severity: 'error',
    en: { message: "`${name}` is an item of the loop `{container}` and exists only inside it.", help: "Move the step into the loop, or use `${container}.results`." },
    zh: { message: "`${name}` 是循环 `{container}` 的循环项，只存在于循环内部。", help: "请把步骤移入循环，或使用 `${container}.results`。" },
  },
  listMayCollapse: {
    severity: 'info',
    en: { message: "Of one match this is the match itself and no list, and of none it is null.", help: "To keep a list put the expression in brackets: `[$trigger.body.items[price > 5]]`. A `forEach` and inputs that are lists need none." },
    zh: { message: "只有一个匹配时，此处得到该值本身而非列表；没有匹配时为空值（null）。", help: "要始终得到列表，请给表达式加上方括号：`[$trigger.body.items[price > 5]]`。`forEach` 和列表类型的输入无需如此。" },
  },
  listNotChosen: {
    severity: 'error',
    en: { message: "This loop has no list yet: it would do nothing.", help: "Choose the list whose items the steps inside are to handle." },
    zh: { message: "此循环尚未选择列表：不会执行任何操作。", help: "请选择列表，循环内的步骤将逐项处理其中的内容。" },
  },
  loopMakesStandard: {
    severity: 'info',
    en: { message: "This loop may have {items} items, and the flow's loops may take about {seconds} seconds, more than the {deadline} of a quick run: the flow runs as `type: standard`.", help: "Nothing needs to be done. Where the loop has fewer items, or several can be done at once, say so with `atMost` or `concurrency`: quick runs start faster and cost less." },
    zh: { message: "该循环最多有 {items} 个条目，流程的循环合计大约需要 {seconds} 秒，超过快速运行的 {deadline} 秒：流程将以 `type: standard` 运行。", help: "无需处理。如果条目没有这么多，或者可以同时处理多个，请用 `atMost` 或 `concurrency` 说明：快速运行启动更快、费用更低。" },
  },
  loopMayTakeTooLong: {
    severity: 'warning',
    en: { message: "This loop may have {items} items, and the flow's loops may take about {seconds} seconds; the run is ended after {deadline} seconds.", help: "Lower `atMost`, raise `concurrency`, or let the flow take its time: without `type: express` and a short `deadline` it runs for as long as the loop needs." },
    zh: { message: "该循环最多有 {items} 个条目，流程的循环合计大约需要 {seconds} 秒；而运行会在 {deadline} 秒后被终止。", help: "请降低 `atMost` 或提高 `concurrency`；也可以去掉 `type: express` 和过短的 `deadline`，让流程运行到循环结束。" },
  },
  mayBeMissing: {
    severity: 'warning',
    en: { message: "\"{field}\" is required, but this value may be missing.", help: "Without a value the step fails with InvalidInput. Give a fallback, `{{ $a != null ? $a : \"none\" }}`, or ask for it in an `if` before." },
    zh: { message: "“{field}”为必填项，但此值可能不存在。", help: "如果没有值，步骤会以 InvalidInput 失败。请提供备用值，例如 `{{ $a != null ? $a : \"none\" }}`，或先用 `if` 判断。" },
  },
  mayTriggerItself: {
    severity: 'warning',
    en: { message: "The step `{name}` may start this flow again.", help: "Make sure that its own change does not meet the conditions a second time." },
    zh: { message: "步骤 `{name}` 可能再次触发本流程。", help: "请确认该步骤自身的变更不会再次满足触发条件。" },
  },
  missingField: {
    severity: 'error',
    en: { message: "The field \"{field}\" is missing.", help: "Add it here." },
    zh: { message: "缺少字段“{field}”。", help: "请在此处补上该字段。" },
  },
  missingKind: {
    severity: 'error',
    en: { message: "It is not told what this is: none of {kinds} is here.[[ Did you mean \"{suggestion}\"?]]", help: "Add the one field of these that says what should happen." },
    zh: { message: "无法判断这是什么：缺少 {kinds} 之一。[[是否想写“{suggestion}”？]]", help: "请从中选择一个字段，说明要做什么。" },
  },
  missingOperand: {
    severity: 'error',
    en: { message: "\"{op}\" needs something to compare with.", help: "Add `right`." },
    zh: { message: "“{op}”缺少比较对象。", help: "请添加 `right`。" },
  },
  mixedKinds: {
    severity: 'error',
    en: { message: "These cannot stand together: {kinds}.", help: "Keep one, and make a step (or a condition) of its own out of the other." },
    zh: { message: "以下字段不能同时出现：{kinds}。", help: "请只保留一个，把另一个写成单独的步骤（或条件）。" },
  },
  moreFindings: {
    severity: 'info',
    en: { message: "There are {count} more findings.", help: "Correct those above first: often many have the same cause." },
    zh: { message: "另有 {count} 条结果未列出。", help: "请先修正上面的问题：许多问题往往出自同一原因。" },
  },
  neverEqual: {
    severity: 'warning',
    en: { message: "This value is never \"{value}\": it is one of {choices}.[[ Did you mean \"{suggestion}\"?]]", help: "Correct the word." },
    zh: { message: "此值不会是“{value}”，只可能是：{choices}。[[是否想写“{suggestion}”？]]", help: "请更正该词。" },
  },
  noFields: {
    severity: 'error',
    en: { message: "`{of}` is {actual} and has no fields, so \"{field}\" is nothing.", help: "Leave the field away." },
    zh: { message: "`{of}` 是{actual}，没有字段，因此“{field}”不存在。", help: "请去掉该字段。" },
  },
  noSuchField: {
    severity: 'error',
    en: { message: "`{of}` has no field \"{field}\".[[ Did you mean \"{suggestion}\"?]]", help: "Choose one of its fields; the description of the step's output lists them." },
    zh: { message: "`{of}` 没有字段“{field}”。[[是否想写“{suggestion}”？]]", help: "请选择已有的字段；步骤输出的说明中列出了全部字段。" },
  },
  notAList: {
    severity: 'error',
    en: { message: "`forEach` needs a list, but this is {actual}.", help: "Give the expression of a list, or write one: `forEach: [a, b]`." },
    zh: { message: "`forEach` 需要列表，但此处是{actual}。", help: "请填写结果为列表的表达式，或直接写出列表：`forEach: [a, b]`。" },
  },
  notANumber: {
    severity: 'error',
    en: { message: "\"{operator}\" needs numbers, but one side is {actual}.", help: "Convert it with `$number(...)`; join text with `&`." },
    zh: { message: "运算符“{operator}”需要数字，但其中一侧是{actual}。", help: "请用 `$number(...)` 转换；连接文本请使用 `&`。" },
  },
  notComparable: {
    severity: 'error',
    en: { message: "\"{operator}\" compares two numbers or two texts, but stands between {left} and {right}.", help: "Convert a text that holds a number with `$number(...)`." },
    zh: { message: "运算符“{operator}”只能比较两个数字或两段文本，但其两侧是{left}和{right}。", help: "内容为数字的文本，请用 `$number(...)` 转换。" },
  },
  notInTrigger: {
    severity: 'error',
    en: { message: "`${name}` does not exist before a run begins.", help: "Conditions of the trigger see `$trigger`, `$flow` and `$env`. Use an `if` step for the rest." },
    zh: { message: "运行开始之前没有 `${name}`。", help: "触发器的条件只能使用 `$trigger`、`$flow` 和 `$env`。其他判断请使用 `if` 步骤。" },
  },
  notJson: {
    severity: 'error',
    en: { message: "\"{value}\" is no value a flow can hold.", help: "Use text, numbers, true, false, null, lists and objects whose names are text. Text goes in quotes." },
    zh: { message: "流程中不能使用“{value}”这样的值。", help: "可用的值有：文本、数字、true、false、null、列表，以及字段名为文本的对象。文本请加引号。" },
  },
  notYetAvailable: {
    severity: 'error',
    en: { message: "The step `{name}` runs later, so its output is not there yet.", help: "Move that step before this one." },
    zh: { message: "步骤 `{name}` 在之后才运行，此处还没有它的输出。", help: "请把该步骤移到此步骤之前。" },
  },
  numberAsText: {
    severity: 'warning',
    en: { message: "\"{value}\" stands in quotes: text on the left is compared with it letter by letter, so that \"9\" is more than \"10\".", help: "Write the number without quotes: `{value}`. Text on the left that is a number then counts as one." },
    zh: { message: "“{value}”带有引号：左侧为文本时会按字符逐个比较，“9”会大于“10”。", help: "请去掉数字的引号：`{value}`。左侧内容为数字的文本届时按数字比较。" },
  },
  numberWithMarks: {
    severity: 'warning',
    en: { message: "\"{value}\" is text, not a number: a number is never equal to it, and neither more nor less.", help: "Write the number `{number}`, with nothing between its digits." },
    zh: { message: "“{value}”是文本，不是数字：数字与它既不会相等，也无法比较大小。", help: "请写成数字 `{number}`，数字之间不加分隔符。" },
  },
  offsetNeeded: {
    severity: 'error',
    en: { message: "`{name}` does not know the time zone \"{zone}\".", help: "It takes an offset such as `\"+0800\"`, which knows no summer time. For a time zone write `$inZone(time, \"Asia/Shanghai\", \"[H01]:[m01]\")`." },
    zh: { message: "`{name}` 不认识时区“{zone}”。", help: "它只接受 `\"+0800\"` 这样的偏移量，不含夏令时。要用时区请写 `$inZone(时间, \"Asia/Shanghai\", \"[H01]:[m01]\")`。" },
  },
  onlyForActions: {
    severity: 'error',
    en: { message: "`{field}` has no effect here: it belongs to {steps}.", help: "Set it on the steps inside, or take it out." },
    zh: { message: "`{field}` 在此无效：它只用于{steps}。", help: "请设置在内部的步骤上，或者移除它。" },
  },
  operatorTooNew: {
    severity: 'error',
    en: { message: "The operator \"{operator}\" is not known to Step Functions.", help: "Write `$exists(a) ? a : b` instead." },
    zh: { message: "Step Functions 不支持运算符“{operator}”。", help: "请改写为 `$exists(a) ? a : b`。" },
  },
  otherBranch: {
    severity: 'error',
    en: { message: "The step `{name}` is in another branch of `{container}`, which does not run before this one.", help: "Move that step before `{container}`, or repeat it here." },
    zh: { message: "步骤 `{name}` 位于 `{container}` 的另一个分支，不会先于此步骤运行。", help: "请把该步骤移到 `{container}` 之前，或在此处重复一次。" },
  },
  ownReference: {
    severity: 'error',
    en: { message: "The step `{name}` is not finished here, so it has no output yet.", help: "Use the output of an earlier step." },
    zh: { message: "步骤 `{name}` 在此处尚未完成，还没有输出。", help: "请使用之前步骤的输出。" },
  },
  pairNeeded: {
    severity: 'error',
    en: { message: "`between` needs two values, the lower and the upper.", help: "Write `right: [10, 20]`." },
    zh: { message: "`between` 需要两个值：下限和上限。", help: "请写成 `right: [10, 20]`。" },
  },
  patternNotSupported: {
    severity: 'error',
    en: { message: "The regular expression \"{pattern}\" cannot be used.", help: "Look-ahead, look-behind and back-references are not supported, because their time has no limit. Write the pattern without them, or use two conditions." },
    zh: { message: "无法使用正则表达式“{pattern}”。", help: "不支持前瞻、后顾和反向引用，因为它们的耗时没有上限。请改写表达式，或拆成两个条件。" },
  },
  reservedName: {
    severity: 'error',
    en: { message: "\"{name}\" has a meaning of its own in expressions.", help: "Choose another name, such as `my_{name}`." },
    zh: { message: "“{name}”在表达式中已有固定含义。", help: "请换一个名称，例如 `my_{name}`。" },
  },
  retryCut: {
    severity: 'info',
    en: { message: "Only {attempts} tries fit into the run's time of {deadline} seconds; the step is tried no more often.", help: "Lower `attempts`, the delays or `timeout` of the step, or give the flow a longer `deadline`." },
    zh: { message: "在运行时限 {deadline} 秒内只能尝试 {attempts} 次；该步骤不会再多试。", help: "请减少该步骤的 `attempts`、等待时间或 `timeout`，或者为流程设置更长的 `deadline`。" },
  },
  scheduleKind: {
    severity: 'error',
    en: { message: "A schedule has exactly one of `cron`, `every` and `at`.", help: "Keep or add one: `cron: \"30 8 * * 1-5\"`, `every: 15m` or `at: 2026-12-24T09:00:00`." },
    zh: { message: "定时触发器只能在 `cron`、`every`、`at` 中选择一项。", help: "请保留或添加其中一项：`cron: \"30 8 * * 1-5\"`、`every: 15m` 或 `at: 2026-12-24T09:00:00`。" },
  },
  secretInFlow: {
    severity: 'error',
    en: { message: "`{field}` holds a credential, and the text of a flow is no place for one.", help: "Everybody who may see flows reads it, and it stands in the record of every run. Make a connection that holds it, and name that in the step: use a connection." },
    zh: { message: "`{field}` 中写有凭据，流程文本不应包含凭据。", help: "能查看流程的人都会看到它，每次运行的记录中也会保留。请新建一个连接来保存凭据，并在步骤中使用该连接。" },
  },
  stopPassesThrough: {
    severity: 'info',
    en: { message: "This `stop` ends the whole run as failed: `{container}`, which deals with failures inside it, does not hold it back.", help: "Keep it if the run is to end here. Otherwise let a step fail instead, or use `if` to leave out what follows." },
    zh: { message: "此 `stop` 会让整个运行以失败结束：处理内部失败的 `{container}` 也拦不住它。", help: "如果确实要在此结束运行，请保留。否则请改为让某个步骤失败，或用 `if` 跳过后面的步骤。" },
  },
  timeTooLarge: {
    severity: 'error',
    en: { message: "The time zones and days off that this expression needs take {size} characters; {limit} fit.", help: "Divide it: let one value of a `set` hold the time in one zone, another the rest. Remove holidays of past years in the settings." },
    zh: { message: "该表达式所需的时区和节假日共 {size} 个字符，最多 {limit} 个。", help: "请拆分表达式：用 `set` 分别计算各时区的时间。也可在设置中删除往年的节假日。" },
  },
  timeoutOutsideWait: {
    severity: 'error',
    en: { message: "The `timeout` of a wait stands inside it: `wait: { {kind}: ..., timeout: ... }`.", help: "Move it." },
    zh: { message: "等待步骤的 `timeout` 应写在 `wait` 里面：`wait: { {kind}: ..., timeout: ... }`。", help: "请移动该字段。" },
  },
  tooBig: {
    severity: 'error',
    en: { message: "This must be at most {limit}.", help: "Write a smaller number." },
    zh: { message: "该值不能大于 {limit}。", help: "请填写更小的数字。" },
  },
  tooDeep: {
    severity: 'error',
    en: { message: "Values are nested more than {limit} levels deep.", help: "Flatten the data, or hand it over as text." },
    zh: { message: "数据嵌套超过 {limit} 层。", help: "请减少嵌套层数，或改用文本传递。" },
  },
  tooFew: {
    severity: 'error',
    en: { message: "At least {limit} is needed here.", help: "Add one, or take the whole field away." },
    zh: { message: "此处至少需要 {limit} 项。", help: "请添加一项，或删除整个字段。" },
  },
  tooFewArguments: {
    severity: 'error',
    en: { message: "`{name}` needs {count} values.", help: "Write what is missing, such as `$inZone(time, \"Asia/Shanghai\")`, `$addDays(time, 1)`, `$startOf(time, \"week\")`." },
    zh: { message: "`{name}` 需要 {count} 个值。", help: "请补上缺少的值，例如 `$inZone(时间, \"Asia/Shanghai\")`、`$addDays(时间, 1)`、`$startOf(时间, \"week\")`。" },
  },
  tooLarge: {
    severity: 'error',
    en: { message: "The flow's text has {size} KB; at most {limit} KB are allowed.", help: "Move long texts out of the flow, or split it into several flows that call each other." },
    zh: { message: "流程文本为 {size} KB，最多允许 {limit} KB。", help: "请把较长的文本移出流程，或者把流程拆分为相互调用的多个流程。" },
  },
  tooLong: {
    severity: 'error',
    en: { message: "This text may have at most {limit} characters.", help: "Shorten it." },
    zh: { message: "该文本最多 {limit} 个字符。", help: "请缩短文本。" },
  },
  tooMany: {
    severity: 'error',
    en: { message: "At most {limit} are allowed here.", help: "Take some away." },
    zh: { message: "此处最多允许 {limit} 项。", help: "请删减几项。" },
  },
  tooManyAliases: {
    severity: 'error',
    en: { message: "Written out with its aliases the flow has more than {limit} values.", help: "Aliases (`*name`) repeat what their anchor (`&name`) holds. Remove aliases of aliases." },
    zh: { message: "展开别名后，流程中的值超过 {limit} 个。", help: "别名（`*name`）会重复锚点（`&name`）的内容。请去掉嵌套的别名。" },
  },
  tooManyItems: {
    severity: 'error',
    en: { message: "The loop has {items} items; it takes at most {limit}.", help: "Let the loop say `atMost: {items}`, or give it fewer items." },
    zh: { message: "该循环有 {items} 个条目，最多允许 {limit} 个。", help: "请为循环写上 `atMost: {items}`，或减少条目。" },
  },
  tooManyPatterns: {
    severity: 'error',
    en: { message: "The flow has more than {limit} different regular expressions.", help: "Join several into one with `|`, or split the flow into several flows that call each other." },
    zh: { message: "流程包含超过 {limit} 个不同的正则表达式。", help: "请用 `|` 把多个合并为一个，或者把流程拆分为相互调用的多个流程。" },
  },
  tooManyRounds: {
    severity: 'error',
    en: { message: "This would be {rounds} rounds; a `repeat` makes at most {limit}.", help: "Raise `every`, or lower `atMost`." },
    zh: { message: "这会运行 {rounds} 轮；`repeat` 最多运行 {limit} 轮。", help: "请增大 `every`，或减小 `atMost`。" },
  },
  tooShort: {
    severity: 'error',
    en: { message: "This text needs at least {limit} characters.", help: "Fill it in, or leave the field out where it is optional." },
    zh: { message: "该文本至少需要 {limit} 个字符。", help: "请填写内容；如果该字段可选，也可以删除它。" },
  },
  tooSmall: {
    severity: 'error',
    en: { message: "This must be at least {limit}.", help: "Write a larger number." },
    zh: { message: "该值不能小于 {limit}。", help: "请填写更大的数字。" },
  },
  triggerAsAction: {
    severity: 'error',
    en: { message: "`{name}` is a trigger: it starts flows and cannot be a step.", help: "Move it to `trigger`, or wait for it with `wait: { event: {name} }`." },
    zh: { message: "`{name}` 是触发器，用于启动流程，不能作为步骤。", help: "请把它移到 `trigger`，或用 `wait: { event: {name} }` 等待它。" },
  },
  triggersItself: {
    severity: 'error',
    en: { message: "The step `{name}` starts this flow again, without end.", help: "Add a condition under `trigger.when` that the step's own change does not meet, or put the step under an `if`. A flow may never call itself: repeat steps with `forEach` instead." },
    zh: { message: "步骤 `{name}` 会再次触发本流程，形成无限循环。", help: "请在 `trigger.when` 中添加该步骤自身变更不满足的条件，或把该步骤放在 `if` 中。流程不能调用自身：请改用 `forEach` 重复执行步骤。" },
  },
  unclosedExpression: {
    severity: 'error',
    en: { message: "\"{{\" has no closing \"}}\".", help: "Close the expression with `}}`. To write two braces as text, write `{{ \"{{\" }}`." },
    zh: { message: "“{{”没有对应的“}}”。", help: "请用 `}}` 结束表达式。如需把两个花括号作为文本，请写成 `{{ \"{{\" }}`。" },
  },
  unknownAction: {
    severity: 'error',
    en: { message: "{connector} has no action \"{name}\".[[ Did you mean \"{suggestion}\"?]]", help: "Choose one of the connector's actions." },
    zh: { message: "{connector} 没有操作“{name}”。[[是否想写“{suggestion}”？]]", help: "请选择该连接器提供的操作。" },
  },
  unknownConnection: {
    severity: 'error',
    en: { message: "There is no connection \"{name}\".[[ Did you mean \"{suggestion}\"?]]", help: "Create a connection of this name for `{connector}`, or name another one. The flow can be saved without it, but not published." },
    zh: { message: "没有名为“{name}”的连接。[[是否想写“{suggestion}”？]]", help: "请为 `{connector}` 创建同名连接，或改用其他连接。缺少连接时可以保存流程，但不能发布。" },
  },
  unknownConnector: {
    severity: 'error',
    en: { message: "There is no connector \"{connector}\".[[ Did you mean \"{suggestion}\"?]]", help: "Correct the name; the page of connectors lists all." },
    zh: { message: "没有连接器“{connector}”。[[是否想写“{suggestion}”？]]", help: "请更正名称；连接器页面列出了全部连接器。" },
  },
  unknownField: {
    severity: 'error',
    en: { message: "There is no field \"{field}\" here.[[ Did you mean \"{suggestion}\"?]]", help: "Correct the name, or move the field to where it belongs. Notes for readers go into `note`." },
    zh: { message: "此处没有字段“{field}”。[[是否想写“{suggestion}”？]]", help: "请更正字段名，或把它移到正确的位置。给读者的说明请写在 `note` 中。" },
  },
  unknownFlow: {
    severity: 'warning',
    en: { message: "There is no flow \"{flow}\", so this step would fail.[[ Did you mean \"{suggestion}\"?]]", help: "Choose another flow, or make this one." },
    zh: { message: "没有流程“{flow}”，此步骤会失败。[[是否想写“{suggestion}”？]]", help: "请选择其他流程，或创建该流程。" },
  },
  unknownFunction: {
    severity: 'error',
    en: { message: "There is no function `${name}`.[[ Did you mean `{suggestion}`?]]", help: "Correct the name." },
    zh: { message: "没有函数 `${name}`。[[是否想写 `{suggestion}`？]]", help: "请更正函数名。" },
  },
  unknownReference: {
    severity: 'error',
    en: { message: "Nothing is called `${name}`.[[ Did you mean `${suggestion}`?]]", help: "Use `$trigger`, `$run`, `$flow`, `$env`, the id of an earlier step, or the name of a loop's item." },
    zh: { message: "没有名为 `${name}` 的内容。[[是否想写 `${suggestion}`？]]", help: "可以使用 `$trigger`、`$run`、`$flow`、`$env`、之前步骤的 id，或循环项的名称。" },
  },
  unknownTimeZone: {
    severity: 'error',
    en: { message: "There is no time zone \"{name}\".[[ Did you mean \"{suggestion}\"?]]", help: "Write a name of the IANA database: `Europe/Berlin`, `Asia/Shanghai`, `UTC`." },
    zh: { message: "没有时区“{name}”。[[是否想写“{suggestion}”？]]", help: "请填写 IANA 时区名称，例如 `Europe/Berlin`、`Asia/Shanghai`、`UTC`。" },
  },
  unknownTrigger: {
    severity: 'error',
    en: { message: "{connector} has no trigger \"{name}\".[[ Did you mean \"{suggestion}\"?]]", help: "Choose one of the connector's triggers." },
    zh: { message: "{connector} 没有触发器“{name}”。[[是否想写“{suggestion}”？]]", help: "请选择该连接器提供的触发器。" },
  },
  unneededOperand: {
    severity: 'error',
    en: { message: "\"{op}\" is not compared with anything.", help: "Remove `right`, or use another operator." },
    zh: { message: "“{op}”不需要比较对象。", help: "请删除 `right`，或改用其他运算符。" },
  },
  unreachableStep: {
    severity: 'error',
    en: { message: "The step `{name}` never runs, because `{after}` ends the run.", help: "Move it before `{after}`, or remove it." },
    zh: { message: "步骤 `{name}` 永远不会运行，因为 `{after}` 会结束运行。", help: "请把它移到 `{after}` 之前，或将其删除。" },
  },
  unsafeNumber: {
    severity: 'error',
    en: { message: "{value} has more digits than a number can keep.", help: "Write it in quotes, as text. Long ids are text." },
    zh: { message: "数字 {value} 的位数过多，无法准确保存。", help: "请加上引号，作为文本书写。较长的编号应写成文本。" },
  },
  valueNotGiven: {
    severity: 'error',
    en: { message: "This row has no value yet: \"{op}\" cannot compare with an empty text.", help: "Fill in the value to compare with." },
    zh: { message: "此行尚未填写值：“{op}”无法与空文本比较。", help: "请填写要比较的值。" },
  },
  valueTooLarge: {
    severity: 'error',
    en: { message: "{size} KB are written into this step; a step can carry at most {limit} KB beside what comes from the run.", help: "Keep the text elsewhere and fetch it, or shorten it." },
    zh: { message: "该步骤中写入了 {size} KB 内容；除运行时的数据外，一个步骤最多携带 {limit} KB。", help: "请把文本存放在别处并在运行时获取，或者缩短文本。" },
  },
  waitsTooLong: {
    severity: 'error',
    en: { message: "The flow waits for {seconds} seconds, but a run may take {deadline} seconds.", help: "Give the flow a longer `deadline`, wait for a shorter time, or remove `type: express`." },
    zh: { message: "流程等待 {seconds} 秒，但一次运行最多 {deadline} 秒。", help: "请设置更长的 `deadline`、缩短等待时间，或者移除 `type: express`。" },
  },
  windowRange: {
    severity: 'error',
    en: { message: "A window is between 1m and 1d, in whole minutes.", help: "Write `window: 15m`, or remove it." },
    zh: { message: "时间窗口须为 1m 到 1d 之间的整数分钟。", help: "请写成 `window: 15m`，或删除该字段。" },
  },
  wrongArgument: {
    severity: 'error',
    en: { message: "`{name}` needs {expected}, but gets {actual}.", help: "Convert the value with `$string(...)` or `$number(...)`, or use another function." },
    zh: { message: "`{name}` 需要{expected}，但得到的是{actual}。", help: "请用 `$string(...)` 或 `$number(...)` 转换该值，或使用其他函数。" },
  },
  wrongType: {
    severity: 'error',
    en: { message: "This should be {expected}, but it is {actual}.", help: "Change the value. Numbers, true and false become text in quotes; text that is one `{{ expression }}` has the type of its value, and `{{ $string(...) }}` or `{{ $number(...) }}` convert it." },
    zh: { message: "此处应为{expected}，但实际是{actual}。", help: "请修改该值。数字、true 和 false 加上引号即为文本；只含一个 `{{ 表达式 }}` 的文本具有表达式结果的类型，可用 `{{ $string(...) }}` 或 `{{ $number(...) }}` 转换。" },
  },
  zoneNotWritten: {
    severity: 'error',
    en: { message: "The time zone of `{name}` must be written here, not computed.", help: "Write its name in quotes, such as `\"Asia/Shanghai\"`. For several time zones use a `switch` or `? :` with one call for each." },
    zh: { message: "`{name}` 的时区必须直接写出，不能由表达式得出。", help: "请用引号写出时区名称，例如 `\"Asia/Shanghai\"`。需要多个时区时，请用 `switch` 或 `? :` 分别调用。" },
  },
};

export const problemWords: Readonly<Record<string, { en: string; zh: string }>> = {
  '@text': { en: "text", zh: "文本" },
  '@number': { en: "a number", zh: "数字" },
  '@integer': { en: "a whole number", zh: "整数" },
  '@end': { en: "the end", zh: "结尾" },
  '@quote': { en: "Text in quotes", zh: "引号中的文本" },
  '@backtick': { en: "A name in backticks", zh: "反引号中的名称" },
  '@comment': { en: "A comment", zh: "注释" },
  '@pattern': { en: "A regular expression", zh: "正则表达式" },
  '@any': { en: "any value", zh: "任意值" },
  '@time': { en: "a date and time", zh: "日期时间" },
  '@minute': { en: "minute", zh: "分钟" },
  '@hour': { en: "hour", zh: "小时" },
  '@day': { en: "day of the month", zh: "日期" },
  '@month': { en: "month", zh: "月份" },
  '@weekday': { en: "day of the week", zh: "星期" },
  '@value': { en: "a value", zh: "一个值" },
  '@quotedkey': { en: "a name in double quotes", zh: "双引号中的名称" },
  '@closedstring': { en: "text in closed double quotes without line breaks", zh: "成对双引号中不换行的文本" },
  '@boolean': { en: "true or false", zh: "真或假（true 或 false）" },
  '@list': { en: "a list", zh: "列表" },
  '@object': { en: "an object with fields", zh: "含字段的对象" },
  '@null': { en: "null", zh: "空值（null）" },
  '@duration': { en: "a duration such as 15m", zh: "时长（如 15m）" },
  '@nothing': { en: "nothing", zh: "空" },
  '@calling': { en: "steps that call a connector (`use`)", zh: "调用连接器的步骤（`use`）" },
  '@limited': { en: "steps that call a connector (`use`) and an awaited `call`", zh: "调用连接器的步骤（`use`）和等待结果的 `call`" },
  '@function': { en: "a function", zh: "函数" },
  '@ALIAS_PROPS': { en: "an alias (`*name`) cannot carry an anchor or a tag", zh: "别名（`*名称`）不能带锚点或标签" },
  '@BAD_ALIAS': { en: "this alias (`*name`) has no anchor (`&name`) before it", zh: "该别名（`*名称`）之前没有对应的锚点（`&名称`）" },
  '@BAD_COLLECTION_TYPE': { en: "this tag does not fit the value", zh: "该标签与值不符" },
  '@BAD_DIRECTIVE': { en: "lines that begin with `%` are not understood", zh: "无法识别以 `%` 开头的行" },
  '@BAD_DQ_ESCAPE': { en: "this escape with a backslash does not exist; write `\\\\` for a backslash", zh: "不存在这样的反斜杠转义；反斜杠本身请写成 `\\\\`" },
  '@BAD_INDENT': { en: "the indentation does not fit the lines around", zh: "缩进与前后行不一致" },
  '@BAD_PROP_ORDER': { en: "an anchor or a tag stands in the wrong place", zh: "锚点或标签的位置不正确" },
  '@BAD_SCALAR_START': { en: "text that begins with this character needs quotes", zh: "以该字符开头的文本需要加引号" },
  '@BLOCK_AS_IMPLICIT_KEY': { en: "there are two colons on one line; text with a colon needs quotes", zh: "同一行出现了两个冒号；含冒号的文本需要加引号" },
  '@BLOCK_IN_FLOW': { en: "inside `{ }` and `[ ]` items are separated by commas, not by lines", zh: "在 `{ }` 和 `[ ]` 中，各项用逗号分隔，而不是换行" },
  '@DUPLICATE_KEY': { en: "a name is written twice", zh: "名称重复" },
  '@IMPOSSIBLE': { en: "something here cannot be read", zh: "此处内容无法读取" },
  '@KEY_OVER_1024_CHARS': { en: "a name is longer than 1024 characters", zh: "名称超过 1024 个字符" },
  '@MISSING_CHAR': { en: "a sign is missing: a closing quote, bracket or brace, a comma, or a colon", zh: "缺少符号：结束的引号、括号，或逗号、冒号" },
  '@MULTILINE_IMPLICIT_KEY': { en: "a name must stand on one line, with a colon after it", zh: "名称必须写在一行内，并以冒号结尾" },
  '@MULTIPLE_ANCHORS': { en: "a value can have one anchor only", zh: "一个值只能有一个锚点" },
  '@MULTIPLE_DOCS': { en: "there is a second document after `---`; a file holds one flow", zh: "`---` 之后还有第二个文档；一个文件只能包含一个流程" },
  '@MULTIPLE_TAGS': { en: "a value can have one tag only", zh: "一个值只能有一个标签" },
  '@NON_STRING_KEY': { en: "a name must be text", zh: "名称必须是文本" },
  '@TAB_AS_INDENT': { en: "tabs cannot indent; use spaces", zh: "不能用制表符缩进，请使用空格" },
  '@TAG_RESOLVE_FAILED': { en: "tags such as `!name` are not used in flows; text that begins with `!` needs quotes", zh: "流程中不使用 `!名称` 这样的标签；以 `!` 开头的文本需要加引号" },
  '@UNEXPECTED_TOKEN': { en: "something stands here that does not belong; often a quote, a comma or a bracket is missing before it", zh: "此处出现了多余的内容，通常是之前缺少引号、逗号或括号" },
  '@S0102': { en: "a number is too large", zh: "数字过大" },
  '@S0103': { en: "this escape with a backslash does not exist", zh: "不存在这样的反斜杠转义" },
  '@S0104': { en: "`\\u` needs four hexadecimal digits", zh: "`\\u` 之后需要四位十六进制数字" },
  '@S0206': { en: "this is no expression", zh: "这不是表达式" },
  '@S0208': { en: "the parameters of a function are names that begin with `$`", zh: "函数的参数必须是以 `$` 开头的名称" },
  '@S0209': { en: "`[ ]` cannot follow `{ }`", zh: "`[ ]` 不能写在 `{ }` 之后" },
  '@S0210': { en: "there can be one `{ }` after a path", zh: "路径之后只能有一个 `{ }`" },
  '@S0212': { en: "the left side of `:=` is a name that begins with `$`", zh: "`:=` 的左侧必须是以 `$` 开头的名称" },
  '@S0213': { en: "a number, true, false or null cannot be a part of a path; put names in backticks", zh: "数字、true、false 或 null 不能作为路径的一部分；请用反引号包裹名称" },
  '@S0214': { en: "after `@` and `#` stands a name that begins with `$`", zh: "`@` 和 `#` 之后必须是以 `$` 开头的名称" },
  '@S0215': { en: "`@` must stand before `[ ]`", zh: "`@` 必须写在 `[ ]` 之前" },
  '@S0216': { en: "`@` must stand before `^( )`", zh: "`@` 必须写在 `^( )` 之前" },
  '@S0217': { en: "there is nothing around this value that `%` could mean", zh: "`%` 没有可以指向的上一级" },
  '@S0301': { en: "a regular expression cannot be empty", zh: "正则表达式不能为空" },
  '@S0401': { en: "the signature of a function cannot be read", zh: "无法读取函数签名" },
  '@S0402': { en: "the signature of a function cannot be read", zh: "无法读取函数签名" },
};
