/** The value of a `MILLRACE_` variable (ARCHITECTURE.md lists them); throws a sentence naming it when it is not set. */
export function environment(name: `MILLRACE_${string}`): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** Workspace that this deployment serves; every key in the table begins with it. */
export function workspace(): string {
  return process.env.MILLRACE_WORKSPACE || 'main';
}
