/** The time as state, moved on every `step` milliseconds; make it while a component is set up. */
export class Now {
  value = $state(Date.now());

  constructor(step = 15_000) {
    $effect(() => {
      const timer = setInterval(() => {
        this.value = Date.now();
      }, step);
      return () => clearInterval(timer);
    });
  }
}
