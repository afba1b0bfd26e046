import type { Step } from '#flows/language/flow.ts';
import { stepKinds } from '#flows/language/step-kinds.ts';
import type { App } from '../../app/app.svelte.ts';
import type { Language } from '../../i18n/language.svelte.ts';
import type { PlainKind, StepChoice } from './step-choice.ts';

const languages: readonly Language[] = ['en', 'zh'];
const kinds = (Object.keys(stepKinds) as Step['kind'][]).filter((kind) => kind !== 'action');

/** Everything that can become a step, in the reader's language: first what guides a flow, then each connector's actions. */
export function stepChoices(app: App): StepChoice[] {
  return [...kinds.map((kind) => kindChoice(app, kind)), ...actionChoices(app)];
}

function kindChoice({ language, t }: App, kind: PlainKind): StepChoice {
  const title = t(`picker.kind.${kind}`);
  return {
    id: kind,
    what: { kind },
    title,
    about: t(`picker.kind.${kind}.about`),
    group: t('picker.logic'),
    words: [kind, ...languages.flatMap((each) => namesIn(language, each, kind))],
  };
}

/** What a kind is called in a language, and what else people call it. */
function namesIn(language: App['language'], each: Language, kind: PlainKind): string[] {
  return [
    language.in(each, `picker.kind.${kind}`),
    ...language.in(each, `picker.kind.${kind}.words`).split(/[,、]\s*/),
  ];
}

function actionChoices(app: App): StepChoice[] {
  const language: Language = app.language.current;
  return app.workspace.connectors.flatMap(({ id, name, actions }) =>
    actions.map((action): StepChoice => {
      const use = action.id.includes('.') ? action.id : `${id}.${action.id}`;
      const connector = app.connectorName(id);
      return {
        id: use,
        what: { kind: 'action', use },
        title: action.title[language],
        about: action.description[language],
        group: connector,
        words: [connector, name, use, action.title.en, action.title.zh],
      };
    }),
  );
}
