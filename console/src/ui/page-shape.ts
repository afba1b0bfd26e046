/** What a page looks like while it comes. */
export type PageShape = 'list' | 'cards' | 'form' | 'editor' | 'run';
