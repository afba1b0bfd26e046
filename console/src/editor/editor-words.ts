import { EditorState, type Extension } from '@codemirror/state';
import type { Language } from '#flows/text/language.ts';

const chinese = {
  'Control character': '控制字符',
  'Fold line': '折叠',
  'Unfold line': '展开',
  'folded code': '已折叠',
  'Go to line': '跳到行',
  go: '跳转',
  Find: '查找',
  Replace: '替换为',
  next: '下一个',
  previous: '上一个',
  all: '全部',
  'match case': '区分大小写',
  'by word': '整词匹配',
  regexp: '正则',
  replace: '替换',
  'replace all': '全部替换',
  close: '关闭',
  Completions: '补全',
  Diagnostics: '检查结果',
  'No diagnostics': '没有问题',
};

/** The editor's own few words in the reader's language. */
export function editorWords(language: Language): Extension {
  return language === 'zh' ? EditorState.phrases.of(chinese) : [];
}
