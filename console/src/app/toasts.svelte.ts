export interface Toast {
  id: number;
  tone: 'good' | 'bad' | 'plain';
  text: string;
  help?: string;
}

/** Short messages about what just happened; bad ones stay until they are closed. */
export class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  show(tone: Toast['tone'], text: string, help?: string): void {
    const id = this.#next;
    this.#next += 1;
    this.list = [...this.list.slice(-3), { id, tone, text, ...(help ? { help } : {}) }];
    if (tone !== 'bad') setTimeout(() => this.close(id), 5000);
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
