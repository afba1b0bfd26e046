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

/** The text of a file; CliError when it cannot be read or is no text. */
export function readText(file: string): string {
  const bytes = readBytes(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // No UTF-8.
  }
  throw new CliError('notText', { file });
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CliError('unreadable', { file, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}
