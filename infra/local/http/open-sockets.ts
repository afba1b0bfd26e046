import type { Socket } from 'node:net';
import { networkOf } from '#functions/middleware/network-of.ts';

/** Requests that may be under way on one connection: who sends more at once without waiting is cut off. */
const mostAtOnce = 16;

interface Open {
  socket: Socket;
  network: string;
  /** Requests that are being answered. */
  answering: number;
}

/**
 * Keeps the connections of a server bounded: `most` in all, `mostOfOne` of one network. One too many takes the place of
 * the one that has waited longest without being answered, of its own network or of the network that has most; where all
 * are being answered, it is refused. `exempt` networks, such as proxies, are bounded by the sum alone.
 */
export class OpenSockets {
  readonly #open = new Map<Socket, Open>();
  /** Of each network, the one that has been waiting longest first. */
  readonly #networks = new Map<string, Set<Open>>();
  readonly #most: number;
  readonly #mostOfOne: number;
  readonly #exempt: (address: string) => boolean;
  #closing = false;

  constructor(bounds: { most: number; mostOfOne: number }, exempt: (address: string) => boolean = () => false) {
    this.#most = bounds.most;
    this.#mostOfOne = bounds.mostOfOne;
    this.#exempt = exempt;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Takes a new connection in, or ends it. */
  add(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const network = networkOf(address);
    const own = this.#networks.get(network);
    const tooMany = own !== undefined && own.size >= this.#mostOfOne && !this.#exempt(address);
    const crowded = tooMany ? own : this.#open.size >= this.#most ? this.#largest() : undefined;
    if (this.#closing || (crowded && !this.#endOneOf(crowded))) {
      socket.destroy();
      return;
    }
    const open = { socket, network, answering: 0 };
    this.#open.set(socket, open);
    const all = this.#networks.get(network) ?? new Set();
    this.#networks.set(network, all.add(open));
    socket.once('close', () => this.#forget(open));
  }

  /** Notes that a request of the connection is being answered; false when it has too many under way and was ended. */
  begin(socket: Socket): boolean {
    const open = this.#open.get(socket);
    if (!open) return false;
    open.answering++;
    if (open.answering <= mostAtOnce) return true;
    socket.destroy();
    return false;
  }

  /** Notes that the answer has been sent. */
  end(socket: Socket): void {
    const open = this.#open.get(socket);
    if (!open) return;
    open.answering--;
    if (open.answering > 0) return;
    if (this.#closing) {
      socket.destroySoon();
      return;
    }
    const own = this.#networks.get(open.network);
    own?.delete(open);
    own?.add(open);
  }

  /** Ends what waits; what is being answered ends with its answer, or with `endAll`. */
  close(): void {
    this.#closing = true;
    for (const { socket, answering } of [...this.#open.values()]) if (answering === 0) socket.destroy();
  }

  endAll(): void {
    for (const { socket } of [...this.#open.values()]) socket.destroy();
  }

  #largest(): Set<Open> | undefined {
    let largest: Set<Open> | undefined;
    for (const each of this.#networks.values()) if (each.size > (largest?.size ?? 0)) largest = each;
    return largest;
  }

  #endOneOf(crowded: Set<Open>): boolean {
    for (const open of crowded) {
      if (open.answering > 0) continue;
      open.socket.destroy();
      this.#forget(open);
      return true;
    }
    return false;
  }

  #forget(open: Open): void {
    this.#open.delete(open.socket);
    const own = this.#networks.get(open.network);
    own?.delete(open);
    if (own?.size === 0) this.#networks.delete(open.network);
  }
}
