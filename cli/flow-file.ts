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
  try {
    return { file, source: readFileSync(file, 'utf8'), format: extname(file) === '.json' ? 'json' : 'yaml' };
  } catch (error) {
    throw new CliError('unreadable', { file, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}
