/** An attachment that opens a dialog over the page; Escape, and a press beside it, ask to close it. */
export function modal(onclose: () => void): (dialog: HTMLDialogElement) => () => void {
  return (dialog) => {
    const cancelled = (event: Event) => {
      event.preventDefault();
      onclose();
    };
    const pressed = (event: Event) => {
      if (event.target === dialog) onclose();
    };
    dialog.addEventListener('cancel', cancelled);
    dialog.addEventListener('pointerdown', pressed);
    dialog.showModal();
    return () => {
      dialog.removeEventListener('cancel', cancelled);
      dialog.removeEventListener('pointerdown', pressed);
      dialog.close();
    };
  };
}
