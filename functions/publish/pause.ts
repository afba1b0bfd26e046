import { bumpCatalogue } from '#functions/store/catalogue.ts';
import { headKey, readHead } from '#functions/store/flow.ts';
import { replaceSubscription, subscriptionOfFlow } from '#functions/store/subscription.ts';
import { ConditionFailed } from '#functions/store/table/condition-failed.ts';
import { transact } from '#functions/store/table/table.ts';

const tries = 10;

/** Lets a published flow take events (`on`) or not (`paused`); false when it is not published. */
export async function setPaused(flow: string, state: 'on' | 'paused'): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const [head, subscription] = await Promise.all([readHead(flow), subscriptionOfFlow(flow)]);
    if (!head || !subscription) return false;
    const { published, state: before } = head;
    try {
      await transact([
        { update: headKey(flow), change: { set: { state } }, if: { equals: { published, state: before } } },
        ...replaceSubscription(subscription, { ...subscription, state }),
        bumpCatalogue(),
      ]);
      return true;
    } catch (error) {
      if (!(error instanceof ConditionFailed) || attempt === tries) throw error;
    }
  }
}
