import { bumpCatalogue } from '#functions/store/catalogue.ts';
import { headKey, isLive, readHead } from '#functions/store/flow.ts';
import { type Hook, newHookKey, replaceHook } from '#functions/store/hook.ts';
import { ConditionFailed } from '#functions/store/table/condition-failed.ts';
import { transact } from '#functions/store/table/table.ts';

const tries = 10;

/** Gives a flow a new address and returns its key; the old one stops at once. Undefined when the flow has none. */
export async function rotateHook(flow: string): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const head = await readHead(flow);
    if (!head || !isLive(head) || head.hook === undefined || head.published?.trigger !== 'core.webhook')
      return undefined;
    const { hook, published, state } = head;
    const connection = published.triggerConnection;
    const before: Hook = { key: hook, connector: 'core', flow, ...(connection !== undefined && { connection }) };
    const after: Hook = { ...before, key: newHookKey() };
    try {
      await transact([
        { update: headKey(flow), change: { set: { hook: after.key } }, if: { equals: { hook, published, state } } },
        ...replaceHook(before, after),
        bumpCatalogue(),
      ]);
      return after.key;
    } catch (error) {
      if (!(error instanceof ConditionFailed) || attempt === tries) throw error;
    }
  }
}
