/** A language that people are spoken to in. */
export type Language = 'en' | 'zh';

/** The texts of one file of flows/text in both languages, by their keys. */
export type Catalogue<Key extends string = string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;
