/** The page's address as state. Links to the own origin are followed without loading the page anew. */
export class Router {
  #url = $state.raw(new URL(location.href));
  /** Asks before an address is left; set by a page with unsaved work. */
  guard: ((to: URL) => boolean) | undefined;

  get path(): string {
    return this.#url.pathname;
  }

  get query(): URLSearchParams {
    return this.#url.searchParams;
  }

  /** Goes to an address of this site, such as `/runs?flow=daily`. */
  go(address: string, how: 'push' | 'replace' = 'push'): void {
    const url = new URL(address, location.origin);
    const leaving = url.pathname !== this.#url.pathname;
    if (leaving && this.guard && !this.guard(url)) return;
    if (leaving) this.guard = undefined;
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', url);
    this.#url = url;
    if (leaving) window.scrollTo(0, 0);
  }

  /** The current address with some query values changed; undefined or empty removes one. */
  with(changes: Record<string, string | undefined>): string {
    const query = new URLSearchParams(this.#url.searchParams);
    for (const [name, value] of Object.entries(changes)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    return query.size ? `${this.path}?${query}` : this.path;
  }

  /** Starts to listen to links and to the browser's back button; the answer stops it. */
  listen(): () => void {
    const onClick = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest?.('a');
      if (!link || !followedHere(event, link)) return;
      event.preventDefault();
      this.go(link.href);
    };
    const onBack = () => {
      const url = new URL(location.href);
      if (url.pathname !== this.#url.pathname && this.guard && !this.guard(url)) {
        history.pushState(null, '', this.#url);
        return;
      }
      if (url.pathname !== this.#url.pathname) this.guard = undefined;
      this.#url = url;
    };
    document.addEventListener('click', onClick);
    window.addEventListener('popstate', onBack);
    return () => {
      document.removeEventListener('click', onClick);
      window.removeEventListener('popstate', onBack);
    };
  }
}

function followedHere(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return false;
  const url = new URL(link.href, location.href);
  return url.origin === location.origin && !url.pathname.startsWith('/api/');
}
