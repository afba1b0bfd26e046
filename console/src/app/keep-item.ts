/** Keeps a text in a store of the browser; one that is full or not allowed keeps nothing, which is no reason to stop. */
export function keepItem(storage: Pick<Storage, 'setItem'>, place: string, text: string): void {
  try {
    storage.setItem(place, text);
  } catch {
    // What was chosen holds until the page is left.
  }
}
