/** Whether the machine is one of Apple's, whose command key does what the control key does elsewhere. */
export function onMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}

/** Whether the key for commands is held: the command key of a Mac, the control key elsewhere. */
export function holdsMod({ ctrlKey, metaKey }: Pick<MouseEvent, 'ctrlKey' | 'metaKey'>, mac = onMac()): boolean {
  return mac ? metaKey : ctrlKey;
}
