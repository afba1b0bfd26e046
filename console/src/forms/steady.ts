/**
 * Attachment that shows the value in a field, but leaves the field alone while it has the focus: what comes back of an
 * earlier key must not overwrite what is being typed. When the focus leaves, the value shows.
 */
export function steady(value: string): (field: HTMLInputElement) => () => void {
  return (field) => {
    const show = () => {
      if (field.value !== value) field.value = value;
    };
    if (!field.matches(':focus')) show();
    field.addEventListener('blur', show);
    return () => field.removeEventListener('blur', show);
  };
}
