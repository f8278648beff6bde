import { describe, expect, test } from 'vitest';
import { parseLines, parseMarkup } from '../../../../src/client/text/markup.js';
import { parseUrl } from '../../../../src/web/parse-url.js';
import { viewMember } from '../../../helpers/fake-member.js';
import { blockTexts, inlineText } from '../../../helpers/markup-text.js';

const members = ['Ana', 'ana b', 'Zoë'].map((nick) => viewMember(nick));
const context = { parseUrl, members };
const blocks = (text: string): readonly string[] => blockTexts(parseMarkup(text, context));
const line = (text: string): string => inlineText(parseLines(text, context));

describe('in a line', () => {
  test.each([
    ['a **b** c', 'a <b>b</b> c'],
    ['*a* and _b_', '<i>a</i> and <i>b</i>'],
    ['***a***', '<b><i>a</i></b>'],
    ['***a* b**', '<b><i>a</i> b</b>'],
    ['***a** b*', '<i><b>a</b> b</i>'],
    ['**a *b***', '<b>a <i>b</i></b>'],
    ['*a **b***', '<i>a <b>b</b></i>'],
    ['**a _b *c* d_ e**', '<b>a <i>b <i>c</i> d</i> e</b>'],
    ['*a *b*', '*a <i>b</i>'],
    ['**a *b** c*', '<b>a *b</b> c*'],
    ['(*a*), "_b_"; **c**!', '(<i>a</i>), "<i>b</i>"; <b>c</b>!'],
    ['这是**重要**的，*好*。', '这是<b>重要</b>的，<i>好</i>。'],
    ['`a*b*` and ``c`d``', '<c>a*b*</c> and <c>c`d</c>'],
    ['*`a`*', '<i><c>a</c></i>'],
    ['a ` b', 'a ` b'],
    ['*https://room.test/a_b_c*', '<i><a>https://room.test/a_b_c</a></i>'],
    ['mailto:ana@room.test', '<a>mailto:ana@room.test</a>'],
    ['`https://room.test/`', '<c>https://room.test/</c>'],
    ['@Ana, @ana b: hello', '<@Ana>@Ana</@>, <@ana b>@ana b</@>: hello'],
    ['**@zoë** @"Ana" b', '<b><@Zoë>@zoë</@></b> <@Ana>@"Ana"</@> b'],
    ['a\nb\r\nc', 'a⏎b⏎c'],
    ['*a\nb*', '*a⏎b*'],
  ])('%j: %s', (text, shown) => expect(line(text)).toBe(shown));

  test.each([
    '2 * 3 * 4',
    '2*3*4',
    'snake_case_name and __init__',
    '/tmp/*/x*',
    'ls *.js *.ts',
    'int *p = *q * 2;',
    'char **argv, char **envp',
    "'*' and '*'",
    '-*-*-*-',
    '(*) (*)',
    '****a****',
    '** a **',
    '¯\\_(ツ)_/¯',
    ' /\\_/\\  ( o.o )  \\_/ \\_/',
    '\\o/ C:\\new\\*.txt \\\\server\\share',
    '[text](nowhere) ![](x.png) <b>x</b> &lt;',
    '[1]: x',
    'ana@Ana.example @nobody @',
    'a  b\tc',
    '😀*a😀',
  ])('%j stands as it was written', (text) => expect(line(text)).toBe(text));

  test.each([
    ['\\*a\\*', '*a*'],
    ['\\*a*', '*a*'],
    ['\\**a**', '**a**'],
    ['*a\\* b*', '<i>a* b</i>'],
    ['\\_a_ _b_', '_a_ <i>b</i>'],
    ['*a \\*b*', '<i>a *b</i>'],
    ['\\`a`', '`a`'],
    ['\\`a `b`', '`a <c>b</c>'],
    ['`a\\`', '<c>a\\</c>'],
    ['\\@Ana @Ana', '@Ana <@Ana>@Ana</@>'],
    ['\\@nobody', '\\@nobody'],
  ])('a backslash takes the meaning away, and is gone where there was one: %j', (text, shown) => expect(line(text)).toBe(shown));

  test('a name behind the end of code or an address is not read into it', () => {
    const names = { parseUrl, members: [viewMember('a `b`'), viewMember('x https://room.test')] };
    expect(inlineText(parseLines('@a `b` @x https://room.test', names))).toBe('@a <c>b</c> @x <a>https://room.test</a>');
  });

  test('addresses and names are counted over the whole message', () => {
    const many = blocks(`${'https://a.test/\n'.repeat(40)}${'> https://a.test/ @Ana\n'.repeat(40)}${'- @Ana @Ana\n'.repeat(60)}`).join('');
    expect(many.match(/<a>/gu)).toHaveLength(50);
    expect(many.match(/<@Ana>/gu)).toHaveLength(100);
  });
});

describe('the blocks of a message', () => {
  test.each([
    ['a\n\nb', ['a⏎⏎b']],
    ['```\n*a*\n  b\n```', ['<code >*a*\n  b']],
    ['see\n```ts\nconst a = `b`;\n\n```\nthat', ['see', '<code ts>const a = `b`;\n', 'that']],
    ['```one line```', ['<code >one line']],
    ['```two words\nb```', ['<code >two words\nb']],
    ['```js\nnot closed', ['```js⏎not closed']],
    ['``` ```', ['``` ```']],
    ['\\```\na\n```', ['```⏎a⏎```']],
    ['> a\n> *b*\n>\n> c\nd', ['<quote a⏎<i>b</i>⏎⏎c>', 'd']],
    ['> - a\n> > b', ['<quote <list >a | <quote b>>']],
    ['> > > > > a', ['<quote <quote <quote <quote > a>>>>']],
    ['>_< and >:(', ['>_< and >:(']],
    ['> ```\n> a\n> ```', ['<quote <code >a>']],
    ['- a\n* **b**\n- c', ['<list >a • <b>b</b> • c']],
    ['1. a\n2. b\n4. c', ['<list 1>a • b', '<list 4>c']],
    ['- a\n1. b', ['<list >a', '<list 1>b']],
    ['2024. was\n-1 and *a*\n- - -', ['2024. was⏎-1 and <i>a</i>', '<list >- -']],
    ['a\n\n- b\n\nc\n', ['a', '<list >b', 'c⏎']],
    ['\\- a\n1\\. b\n\\> c\n12\\- d', ['- a⏎1. b⏎> c⏎12\\- d']],
    ['-   far\n -\n*', ['-   far⏎ -⏎*']],
    ['# a\n---\n| a | b |\n    code', ['# a⏎---⏎| a | b |⏎    code']],
    ['', []],
  ])('%j: %j', (text, shown) => expect(blocks(text)).toEqual(shown));
});
