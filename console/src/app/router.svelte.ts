/** The page's address as state. Links to the own origin are followed without loading the page anew. */
export class Router {
  #url = $state.raw(new URL(location.href));
  /** Asks before a page is left, true lets go; set by a page with unsaved work. */
  guard: (() => Promise<boolean>) | undefined;
  /** Place of the current entry in the history of this tab. */
  #place = Number(history.state?.place ?? 0);

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
    if (!leaving || !this.guard) this.#enter(url, how);
    else void this.mayLeave().then((yes) => yes && this.#enter(url, how));
  }

  /** Whether the page may be left: asks its guard, and puts it off duty when it lets go. */
  async mayLeave(): Promise<boolean> {
    if (this.guard && !(await this.guard())) return false;
    this.guard = undefined;
    return true;
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
    history.replaceState({ place: this.#place }, '');
    const onClick = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest?.('a');
      if (!link || !followedHere(event, link)) return;
      event.preventDefault();
      this.go(link.href);
    };
    const onBack = ({ state }: PopStateEvent) => void this.#back(Number(state?.place ?? 0));
    document.addEventListener('click', onClick);
    window.addEventListener('popstate', onBack);
    return () => {
      document.removeEventListener('click', onClick);
      window.removeEventListener('popstate', onBack);
    };
  }

  #enter(url: URL, how: 'push' | 'replace'): void {
    const leaving = url.pathname !== this.#url.pathname;
    if (how === 'push') this.#place += 1;
    history[how === 'push' ? 'pushState' : 'replaceState']({ place: this.#place }, '', url);
    this.#url = url;
    if (leaving) window.scrollTo(0, 0);
  }

  /** The browser went to another entry by itself: a guarded page is put back until it may be left. */
  async #back(place: number): Promise<void> {
    const url = new URL(location.href);
    const steps = place - this.#place;
    // The way back to a guarded page ends here too.
    if (url.href === this.#url.href && steps === 0) return;
    if (url.pathname !== this.#url.pathname && this.guard && steps !== 0) {
      history.go(-steps);
      if (await this.mayLeave()) history.go(steps);
      return;
    }
    this.#place = place;
    this.#url = url;
  }
}

function followedHere(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return false;
  const url = new URL(link.href, location.href);
  return url.origin === location.origin && !url.pathname.startsWith('/api/');
}
