/** What one request holds of an allowance. */
export interface Hold {
  /** True when there is room for so many more bytes. */
  take(bytes: number): boolean;
  /** From now on it is needed and cannot be taken away. */
  keep(): void;
  /** Gives everything back. */
  close(): void;
}

interface Holder {
  network: string;
  bytes: number;
  /** Takes the hold away; undefined once that may not be. */
  drop: (() => void) | undefined;
}

/**
 * Bytes held in memory for others at one time: so many in all and for one network. Where there is no room, the oldest hold
 * that is not needed yet is taken away, of the same network or of the one that holds most: half a body that never gets
 * whole makes room for one that does.
 */
export class Allowance {
  readonly #most: number;
  readonly #mostOfOne: number;
  readonly #networks = new Map<string, { bytes: number; holders: Set<Holder> }>();
  #sum = 0;

  constructor({ most, mostOfOne }: { most: number; mostOfOne: number }) {
    this.#most = most;
    this.#mostOfOne = mostOfOne;
  }

  /** Bytes held at the moment. */
  get held(): number {
    return this.#sum;
  }

  open(network: string, drop: () => void): Hold {
    const own = this.#networks.get(network) ?? { bytes: 0, holders: new Set<Holder>() };
    this.#networks.set(network, own);
    const holder: Holder = { network, bytes: 0, drop };
    own.holders.add(holder);
    return {
      take: (bytes) => this.#take(holder, bytes),
      keep: () => {
        holder.drop = undefined;
      },
      close: () => this.#close(holder),
    };
  }

  #take(holder: Holder, bytes: number): boolean {
    const own = this.#networks.get(holder.network);
    if (!own?.holders.has(holder)) return false;
    while (own.bytes + bytes > this.#mostOfOne) if (!this.#dropOldest(holder.network, holder)) return false;
    while (this.#sum + bytes > this.#most) if (!this.#dropOldest(this.#largest(), holder)) return false;
    holder.bytes += bytes;
    own.bytes += bytes;
    this.#sum += bytes;
    return true;
  }

  #dropOldest(network: string, except: Holder): boolean {
    for (const holder of this.#networks.get(network)?.holders ?? []) {
      if (holder === except || !holder.drop) continue;
      const { drop } = holder;
      this.#close(holder);
      drop();
      return true;
    }
    return false;
  }

  #largest(): string {
    let found = ['', -1] as [string, number];
    for (const [network, { bytes }] of this.#networks) if (bytes > found[1]) found = [network, bytes];
    return found[0];
  }

  #close(holder: Holder): void {
    const own = this.#networks.get(holder.network);
    if (!own?.holders.delete(holder)) return;
    own.bytes -= holder.bytes;
    this.#sum -= holder.bytes;
    if (own.holders.size === 0) this.#networks.delete(holder.network);
  }
}
