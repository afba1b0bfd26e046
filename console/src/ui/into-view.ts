import type { Attachment } from 'svelte/attachments';

/** Brings the element into view whenever there is other news in it; without any it stays where it is. */
export function intoView(news: string | undefined): Attachment<HTMLElement> {
  return (element) => {
    if (news) element.scrollIntoView({ block: 'nearest' });
  };
}
