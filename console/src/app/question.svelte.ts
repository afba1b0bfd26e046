interface Asked {
  title: string;
  text: string;
  action: string;
  danger: boolean;
}

/** One question at a time, answered in a dialog that the shell shows. */
export class Question {
  asked = $state.raw<Asked>();
  #answer: ((yes: boolean) => void) | undefined;

  /** True when the person confirms. */
  ask(asked: Asked): Promise<boolean> {
    this.#answer?.(false);
    this.asked = asked;
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  settle(yes: boolean): void {
    this.#answer?.(yes);
    this.#answer = undefined;
    this.asked = undefined;
  }
}
