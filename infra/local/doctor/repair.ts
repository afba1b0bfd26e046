import type { DatabaseSync } from 'node:sqlite';
import { giveUpEffect } from '#functions/store/effect.ts';
import { removeFollowUp } from '#functions/store/follow-up.ts';
import { grantPlaces, leaveLine } from '#functions/store/gate.ts';
import { leaseTime } from '#functions/store/lease.ts';
import { getRun, isOpen, postponeRun, queueRun } from '#functions/store/run.ts';
import { removeWait } from '#functions/store/wait.ts';
import { Journal } from '../stepfunctions/journal.ts';
import type { Store } from '../storage/store.ts';
import { askAgain } from './ask-again.ts';
import type { Finding } from './findings.ts';

/**
 * Repairs what was found in the data folder of a stopped server; true when it could. A run without its execution is
 * queued, so that the next start carries it out: actions that have succeeded are not repeated. An end is told anew.
 */
export async function repair(finding: Finding, store: Store, now: number): Promise<boolean> {
  switch (finding.kind) {
    case 'runWithoutExecution':
      // Due at once, not only after a pause as a start that failed just now.
      await queueRun(finding.run, now - leaseTime);
      return true;
    case 'endUntold':
      new Journal(store.database).tellLater(finding.execution);
      return true;
    case 'executionWithoutRun':
      endExecution(store.database, finding.execution, now);
      return true;
    case 'claimedForEver':
      return giveUpEffect(finding.key, finding.token, now);
    case 'followUpLate':
      return dropFollowUp(finding.run);
    case 'placeHeld':
      // Whoever is let through is started by the sweeper of the next start.
      await grantPlaces(finding.gate, now, finding.run);
      return true;
    case 'placeOfNobody':
      await leaveLine({ id: finding.gate, line: finding.line });
      return true;
    case 'placeLost':
      await postponeRun(finding.run, now);
      return true;
    case 'waitOfNobody':
    case 'waitUnheard':
      await removeWait(finding.key);
      return true;
    case 'stepUnanswered':
      return askAgain(finding.run, finding.path, store, now);
    case 'damagedFile':
    case 'damagedJournal':
    case 'overdue':
    case 'deadLetters':
      return false;
  }
}

// That of an ended run is done by the sweeper of the next start.
async function dropFollowUp(id: string): Promise<boolean> {
  const run = await getRun(id);
  if (run && !isOpen(run)) return false;
  await removeFollowUp(id);
  return true;
}

function endExecution(database: DatabaseSync, id: number, now: number): void {
  const cause = 'Its run had ended, or was unknown.';
  new Journal(database).finish({ id, status: 'ABORTED', ended: now, output: null, error: null, cause });
}
