/** Whether a stop stands anywhere below `node`: steps, a list of them, or a part of one. */
export function hasStop(node: unknown): boolean {
  if (node === null || typeof node !== 'object') return false;
  if ('kind' in node && node.kind === 'stop') return true;
  return Object.values(node).some(hasStop);
}
