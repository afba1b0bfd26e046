import type { Component } from 'svelte';
import type { Step } from '#flows/language/flow.ts';
import ActionForm from '../forms/kinds/ActionForm.svelte';
import CallForm from '../forms/kinds/CallForm.svelte';
import ForEachForm from '../forms/kinds/ForEachForm.svelte';
import IfForm from '../forms/kinds/IfForm.svelte';
import type { KindFormProps } from '../forms/kinds/kind-form.ts';
import ParallelForm from '../forms/kinds/ParallelForm.svelte';
import RepeatForm from '../forms/kinds/RepeatForm.svelte';
import SetForm from '../forms/kinds/SetForm.svelte';
import StopForm from '../forms/kinds/StopForm.svelte';
import SwitchForm from '../forms/kinds/SwitchForm.svelte';
import TryForm from '../forms/kinds/TryForm.svelte';
import WaitForm from '../forms/kinds/WaitForm.svelte';

/** The form of each kind of step. */
export const kindForms: Record<Step['kind'], Component<KindFormProps>> = {
  action: ActionForm,
  if: IfForm,
  switch: SwitchForm,
  forEach: ForEachForm,
  repeat: RepeatForm,
  parallel: ParallelForm,
  wait: WaitForm,
  set: SetForm,
  call: CallForm,
  try: TryForm,
  stop: StopForm,
};
