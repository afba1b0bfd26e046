import { createContext } from 'svelte';
import type { Pointer } from '#flows/language/problem.ts';
import type { DataScope } from '../data/data-scope.ts';
import type { VendorField } from './vendor-options.svelte.ts';

/** What all fields of a form share; paths lead from the step, or the trigger, that the form is about. */
export interface FormAround {
  /** The person may look only. */
  readonly readonly: boolean;
  /** The data that fields may use. */
  readonly scope: DataScope;
  /** All connections there are. */
  readonly connections: readonly { name: string; connector: string }[];
  /** What a vendor is to be asked for the choices of a field; undefined without a connection to ask through. */
  vendorField(path: Pointer, needs: readonly string[]): VendorField | undefined;
  /** What is wrong with the value at a path, in words; with `deep` also with what is inside it. */
  fault(path: Pointer, deep?: boolean): string | undefined;
  /** The same of what works but is to be looked at. */
  warning(path: Pointer, deep?: boolean): string | undefined;
}

export const [getAround, setAround] = createContext<FormAround>();
