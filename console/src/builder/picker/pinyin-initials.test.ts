import { expect, test } from 'vitest';
import { pinyinInitials } from './pinyin-initials.ts';

test.each([
  ['发送消息', 'fsxx'],
  ['创建问题', 'cjwt'],
  ['等待', 'dd'],
  ['如果', 'rg'],
  ['查找用户', 'czyh'],
  ['并行执行', 'bxzx'],
  ['按条件分支', 'atjfz'],
  ['HTTP 请求', 'httpqq'],
  ['保存变量', 'bcbl'],
  ['', ''],
])('%s is %s', (text, initials) => {
  expect(pinyinInitials(text)).toBe(initials);
});
