import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { hasErrors, printFindings, shownFinding } from '../findings.ts';
import { readFlowFile } from '../flow-file.ts';

/** Checks flow files without a server. */
export const validate: Command = {
  usage: 'validate FILE...',
  async run({ line, output }) {
    if (line.words.length === 0) throw new CliError('missing', { usage: validate.usage });
    const files = line.words.map((file) => {
      const { source, format } = readFlowFile(file);
      const { problems } = compile(source, format, { catalogue });
      return { file, ok: !hasErrors(problems), problems };
    });
    for (const { file, ok, problems } of files) {
      printFindings(file, problems, output);
      if (ok) output.say('valid', { file });
    }
    const ok = files.every((file) => file.ok);
    output.result({
      ok,
      files: files.map(({ file, ok, problems }) => ({
        file,
        ok,
        findings: problems.map((problem) => shownFinding(problem, output)),
      })),
    });
    return ok;
  },
};
