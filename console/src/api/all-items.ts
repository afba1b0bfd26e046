interface Page<T> {
  items: T[];
  next?: string | undefined;
}

const mostPages = 20;

/** Every item of a paged list, read page after page; stops after 20 pages, which no workspace should reach. */
export async function allItems<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await read(cursor);
    items.push(...answer.items);
    cursor = answer.next;
    if (!cursor) break;
  }
  return items;
}
