import type { Command } from './command.ts';
import { backup } from './commands/backup.ts';
import { compile } from './commands/compile.ts';
import { connectionsList } from './commands/connections-list.ts';
import { connectionsSet } from './commands/connections-set.ts';
import { connectionsTest } from './commands/connections-test.ts';
import { deadLettersDelete } from './commands/dead-letters-delete.ts';
import { deadLettersList } from './commands/dead-letters-list.ts';
import { deadLettersRedrive } from './commands/dead-letters-redrive.ts';
import { doctor } from './commands/doctor.ts';
import { pull } from './commands/pull.ts';
import { push } from './commands/push.ts';
import { rerun } from './commands/rerun.ts';
import { resetPassword } from './commands/reset-password.ts';
import { restore } from './commands/restore.ts';
import { run } from './commands/run.ts';
import { runs } from './commands/runs.ts';
import { show } from './commands/show.ts';
import { tokensCreate } from './commands/tokens-create.ts';
import { tokensList } from './commands/tokens-list.ts';
import { tokensRevoke } from './commands/tokens-revoke.ts';
import { validate } from './commands/validate.ts';

/** Every command in the order of help. The words of a usage before the first capital or bracket are its name. */
export const commands: readonly Command[] = [
  validate,
  compile,
  push,
  pull,
  run,
  runs,
  show,
  rerun,
  connectionsSet,
  connectionsList,
  connectionsTest,
  deadLettersList,
  deadLettersRedrive,
  deadLettersDelete,
  tokensList,
  tokensCreate,
  tokensRevoke,
  resetPassword,
  backup,
  restore,
  doctor,
];

/** The command that a line begins with, and what follows its name. */
export function findCommand(args: readonly string[]): { command?: Command; rest: string[] } {
  for (const command of commands) {
    const name = nameOf(command);
    const places = placesOf(args, name.length);
    if (places.length === name.length && places.every((place, i) => args[place] === name[i])) {
      return { command, rest: args.filter((_, i) => !places.includes(i)) };
    }
  }
  return { rest: [...args] };
}

/** `['connections', 'set']` of `connections set NAME ...`. */
function nameOf({ usage }: Command): string[] {
  const words = usage.split(' ');
  const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
  return end < 0 ? words : words.slice(0, end);
}

// Options may stand before the command's words: `millrace --json runs`.
function placesOf(args: readonly string[], count: number): number[] {
  const places: number[] = [];
  for (let i = 0; i < args.length && places.length < count; i++) {
    const arg = args[i] as string;
    if (arg === '--lang') i++;
    else if (!arg.startsWith('-')) places.push(i);
    else if (!['--json', '--help', '-h'].includes(arg) && !arg.startsWith('--lang=')) break;
  }
  return places;
}
