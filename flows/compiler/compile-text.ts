import type { Flow } from '#flows/language/flow.ts';
import { parseFlow } from './1-parse/parse.ts';
import { type CompileOptions, compileParsed } from './compile.ts';
import type { CompileResult } from './compiled.ts';

/** What a text compiles to, with the flow as it was read where it could be. */
export type Compilation = CompileResult & { flow?: Flow };

/** Compiles the text of a flow as `compile` does, and tells the flow in it, too. */
export function compileText(source: string, format: 'yaml' | 'json', options: CompileOptions): Compilation {
  const parsed = parseFlow(source, format);
  return { ...compileParsed(parsed, options), ...(parsed.flow && { flow: parsed.flow }) };
}
