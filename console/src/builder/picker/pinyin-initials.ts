/**
 * The first character of each run of Chinese characters whose pinyin begins with a letter, in the order of the
 * collation that browsers and Node bring along (CLDR `zh-u-co-pinyin`).
 */
const firsts: readonly [string, string][] = [
  ['a', '阿'],
  ['b', '八'],
  ['c', '嚓'],
  ['d', '哒'],
  ['e', '妸'],
  ['f', '发'],
  ['g', '旮'],
  ['h', '哈'],
  ['j', '丌'],
  ['k', '咔'],
  ['l', '垃'],
  ['m', '妈'],
  ['n', '拿'],
  ['o', '噢'],
  ['p', '妑'],
  ['q', '七'],
  ['r', '呥'],
  ['s', '仨'],
  ['t', '他'],
  ['w', '屲'],
  ['x', '夕'],
  ['y', '丫'],
  ['z', '帀'],
];

const order = new Intl.Collator('zh-u-co-pinyin');

/** `发送消息` as `fsxx`; other characters stay, spaces go. Of characters with several readings the commonest counts. */
export function pinyinInitials(text: string): string {
  return Array.from(text.toLowerCase(), (sign) => (/\p{Script=Han}/u.test(sign) ? initialOf(sign) : sign.trim())).join(
    '',
  );
}

function initialOf(sign: string): string {
  return firsts.findLast(([, first]) => order.compare(first, sign) <= 0)?.[0] ?? '';
}
