/** Where a step is shown inside an element, to be focused: its card, or its row where the outline is the drawing. */
export function placeOf(root: ParentNode, id: string): HTMLElement | null {
  const name = CSS.escape(id);
  return root.querySelector<HTMLElement>(`[data-step="${name}"] > button`) ?? rowOf(root, id);
}

/** The row of a step or of a branch in the outline. */
export function rowOf(root: ParentNode, id: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[role="treeitem"][data-row="${CSS.escape(id)}"]`);
}
