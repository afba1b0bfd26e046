/** Whether the text is the name of a time zone in the IANA database, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  // Offsets such as +08:00 are known to JavaScript, but not to EventBridge Scheduler.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Names of the world's time zones, to suggest from. */
export function timeZones(): string[] {
  return Intl.supportedValuesOf('timeZone');
}
