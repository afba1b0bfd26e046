import { hideByName, hideCallbacks } from './redact.ts';

type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

const order: readonly Level[] = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

/** True when lines of this level are wanted; Lambda's own variable AWS_LAMBDA_LOG_LEVEL says so, INFO unless set. */
export function isLogged(level: Level): boolean {
  const wanted = order.indexOf((process.env.AWS_LAMBDA_LOG_LEVEL ?? 'INFO') as Level);
  return order.indexOf(level) >= Math.max(0, wanted);
}

/** Writes one JSON line; values are hidden whose names say that they are secret. */
export function logLine(level: Level, message: string, data: Record<string, unknown> = {}): void {
  if (!isLogged(level)) return;
  const line = {
    level,
    time: new Date().toISOString(),
    message,
    ...(hideByName(JSON.parse(JSON.stringify(data))) as object),
  };
  process.stdout.write(`${hideCallbacks(JSON.stringify(line))}\n`);
}
