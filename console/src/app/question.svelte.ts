interface Asked {
  title: string;
  text: string;
  /** What it is about, one by one. */
  points?: string[];
  /** What the person may not know about what it is done to. */
  note?: string | undefined;
  action: string;
  danger: boolean;
  /** Another way than the action, such as leaving without saving. */
  other?: string;
}

/** What the person chose; undefined leaves everything as it is. */
export type Choice = 'action' | 'other' | undefined;

/** One question at a time, answered in a dialog that the shell shows. */
export class Question {
  asked = $state.raw<Asked>();
  #answer: ((choice: Choice) => void) | undefined;

  /** True when the person confirms. */
  async ask(asked: Omit<Asked, 'other'>): Promise<boolean> {
    return (await this.choose(asked)) === 'action';
  }

  /** Which of the ways the person takes. */
  choose(asked: Asked): Promise<Choice> {
    this.#answer?.(undefined);
    this.asked = asked;
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  settle(choice: Choice): void {
    this.#answer?.(choice);
    this.#answer = undefined;
    this.asked = undefined;
  }
}
