/** Where an object lies. */
export interface ObjectPlace {
  bucket: string;
  key: string;
}

/**
 * The store of lists and results that travel by reference. An object never changes, so that a step that is taken again
 * finds what it found before.
 */
export interface Objects {
  /**
   * What `parse` makes of the object's text, undefined when there is none. May be remembered for the next time under the
   * place and `as`, which tells ways of parsing apart.
   */
  read<T>(place: ObjectPlace, as: string, parse: (text: string) => T): Promise<T | undefined>;
  write(place: ObjectPlace, text: string): Promise<void>;
}
