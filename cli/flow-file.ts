import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { CliError } from './cli-error.ts';

export interface FlowFile {
  file: string;
  source: string;
  format: 'yaml' | 'json';
}

/** The text of a flow in a file; CliError when it cannot be read. */
export function readFlowFile(file: string): FlowFile {
  return { file, source: readText(file), format: extname(file) === '.json' ? 'json' : 'yaml' };
}

/** The text of a file; CliError when it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError('unreadable', { file, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}
