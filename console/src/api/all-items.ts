import { everyPage } from '#functions/contract/every-page.ts';

const mostPages = 20;

/** Every item of a paged list, read page after page; stops after 20 pages, which no workspace should reach. */
export function allItems<T>(read: Parameters<typeof everyPage<T>>[0]): Promise<T[]> {
  return everyPage(read, mostPages);
}
