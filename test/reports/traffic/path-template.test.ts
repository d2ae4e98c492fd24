import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SlipError } from '../../../src/core/slip-error.js';
import { createPathTemplates } from '../../../src/reports/traffic/path-template.js';
import { segmentTemplate } from '../../../src/reports/traffic/segment-kind.js';

const auto = createPathTemplates({ rules: [], auto: true });

describe('a rule', () => {
  test.each<[string, string, string[], string[]]>([
    ['to the letter', '/users/all', ['/users/all'], ['/users/All', '/users/all/', '/users', '/users/all/x', '/users/allx']],
    ['with a name', '/users/:id', ['/users/5', '/users/x.y', '/users/%20', '/users/:id'], ['/users/', '/users', '/users/5/', '/users/5/6', '//5']],
    ['with stars', '/a/*/c/*', ['/a/b/c/d'], ['/a//c/d', '/a/b/c/', '/a/b/d/d']],
    ['with a name and what follows it', '/users/:id.json', ['/users/5.json', '/users/a.b.json'], ['/users/.json', '/users/5.jso', '/users/5']],
    ['with a star in a text', '/img/thumb-*.png', ['/img/thumb-1.png', '/img/thumb-.png'], ['/img/thumb.png', '/img/thumb-png', '/img/thumb-1.jpg']],
    ['whose ends do not overlap', '/a*a', ['/aa', '/aba'], ['/a']],
    ['for all that follows', '/static/**', ['/static', '/static/', '/static/a/b.js', '/static//'], ['/statics', '/', '/a/static']],
    ['for everything', '/**', ['/', '/a', '/a/b', '//'], ['*', 'a', '', 'http://h/']],
    ['for the root', '/', ['/'], ['//', '/a', '']],
    ['with a slash at its end', '/a/:id/', ['/a/5/'], ['/a/5', '/a/5/6', '/a//']],
    ['with a colon inside', '/v1/jobs:start', ['/v1/jobs:start'], ['/v1/jobs:stop', '/v1/jobsx']],
    ['with letters of any kind', '/über/:id', ['/über/5'], ['/uber/5']],
  ])('%s fits what it says', (_, rule, fitting, others) => {
    const template = createPathTemplates({ rules: [rule], auto: false });
    for (const path of fitting) expect([path, template(path)]).toEqual([path, rule]);
    for (const path of others) expect([path, template(path)]).toEqual([path, null]);
  });

  test('stands before those behind it, and all of them before what is found by itself', () => {
    const template = createPathTemplates({ rules: ['/users/me', '/users/:name', '/**'], auto: true });
    expect(['/users/me', '/users/5', '/x/5'].map(template)).toEqual(['/users/me', '/users/:name', '/**']);
    expect(createPathTemplates({ rules: ['/users/:name'], auto: true })('/x/5')).toBe('/x/:id');
  });

  test.each<[string, string, number, string]>([
    ['nothing', '', 0, "path template, column 1: expected a slash, found its end"],
    ['no path', 'users/:id', 0, "path template, column 1: expected a slash, found 'u'"],
    ['a name that is none', '/users/:', 8, 'path template, column 9: expected a name such as id, found its end'],
    ['a name that begins with a digit', '/users/:1', 8, "path template, column 9: expected a name such as id, found '1'"],
    ['something behind two stars', '/a/**/b', 5, "path template, column 6: expected nothing behind **, found '/'"],
    ['two stars in a text', '/a/b**', 5, "path template, column 6: expected one * in a segment, or ** alone, found '*'"],
    ['two stars with a text between', '/a/*b*', 5, "path template, column 6: expected one * in a segment, or ** alone, found '*'"],
    ['a name and a star', '/:id*', 4, "path template, column 5: expected one :name or * in a segment, not both, found '*'"],
    ['a query', '/a?b=:id', 2, "path template, column 3: expected a path without a query and blanks, found '?'"],
    ['a blank', '/a /b', 2, "path template, column 3: expected a path without a query and blanks, found ' '"],
  ])('that has %s is refused, with its place', (_, rule, at, message) => {
    const make = () => createPathTemplates({ rules: ['/fine', rule], auto: false });
    expect(make).toThrow(SlipError);
    expect(make).toThrow(expect.objectContaining({ message, text: rule, at }) as Error);
  });
});

describe('what is found by itself', () => {
  test.each<[string, string]>([
    ['/users/42', '/users/:id'],
    ['/users/0042/posts/7', '/users/:id/posts/:id'],
    ['/users/-1', '/users/:id'],
    ['/export/17.csv', '/export/:id.csv'],
    ['/o/3F2504E0-4f89-41d3-9a0c-0305e82c3301/x', '/o/:uuid/x'],
    ['/o/3f2504e0-4f89-41d3-9a0c-0305e82c3301.json', '/o/:uuid.json'],
    ['/log/2026-11-21', '/log/:date'],
    ['/log/20261121.txt', '/log/:date.txt'],
    ['/log/2026-11-21.tar.gz', '/log/:date.tar.gz'],
    ['/at/2026-11-21T10:05:03.123Z', '/at/:date'],
    ['/at/2026-11-21T10:05:03+02:00/x', '/at/:date/x'],
    ['/log/20261321', '/log/:id'],
    ['/whois/192.0.2.7', '/whois/:ip'],
    ['/whois/2001:db8::7', '/whois/:ip'],
    ['/whois/2001:db8:0:0:0:0:0:7', '/whois/:ip'],
    ['/u/jo.doe+x@example.org/mail', '/u/:email/mail'],
    ['/u/jo%40example.org', '/u/:email'],
    ['/img/d41d8cd98f00b204e9800998ecf8427e.png', '/img/:hash.png'],
    ['/c/da39a3ee5e6b4b0d3255bfef95601890afd80709', '/c/:hash'],
    ['/o/507f1f77bcf86cd799439011', '/o/:hash'],
    ['/o/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/o/:hash'],
    ['/o/cjld2cjxh0000qzrmn831i7rn', '/o/:hash'],
    ['/s/V1StGXR8_Z5jdHi6B-myT', '/s/:hash'],
    ['/t/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', '/t/:hash'],
    ['/t/dGhpcyBpcyAxIHRlc3Q4IHRva2Vu==', '/t/:hash'],
    ['/js/main.8f3a2b1c9d0e1f2a.js', '/js/main.:hash.js'],
    ['//5//', '//:id//'],
  ])('%s is grouped under %s', (path, template) => {
    expect(auto(path)).toBe(template);
  });

  test.each([
    '/', '', '*', '-', 'example.org:443', '/about', '/index.html', '/v1/users', '/v1.2/x', '/jquery-3.7.1.min.js', '/a.b.c', '/.env', '/..', '/1.2.3', '/12:30:45', '/mp3',
    '/how-to-install-node-20-on-debian-12', '/iphone-15-pro-max-256gb-blue', '/getUserAccountSettingsPage2', '/Release-Notes-For-Version-2026', '/deadbeef',
    '/facade', '/effaced-beef', '/cafebabe', '/user_5', '/%E4%BD%A0%E5%A5%BD', '/@jo', '/jo@', '/::', '/internationalization', '/GETTINGSTARTEDWITHNODE', '/wp-login.php', '/x:5',
  ])('%s stands for itself', (path) => {
    expect(auto(path)).toBeNull();
  });

  test('changes nothing in what it made, keeps each slash, and takes any text', () => {
    const piece = fc.oneof(fc.constantFrom('/', '/', '5', '.', '%40', '@', ':', '-', 'a', 'F0', '2026', '::', 'é', '\u0000', '\ufffd', '%ff'), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60, size: 'max' }), (pieces) => {
        const path = `/${pieces.join('')}`;
        const template = auto(path) ?? path;
        expect(auto(template)).toBeNull();
        expect(template.split('/').length).toBe(path.split('/').length);
      }),
      { numRuns: 1000 },
    );
  });

  test('takes any number on its own, and no word', () => {
    fc.assert(fc.property(fc.nat(), (n) => segmentTemplate(String(n)).startsWith(':')));
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{1,60}$/), (word) => segmentTemplate(word) === word));
  });

  test.each<[string, string]>([
    ['slashes', '/'.repeat(1 << 20)],
    ['digits', `/${'1'.repeat(1 << 20)}x`],
    ['points', `/${'.'.repeat(1 << 20)}`],
    ['escapes', `/${'%40'.repeat(1 << 18)}`],
    ['colons', `/${'a:'.repeat(1 << 19)}`],
    ['mail addresses', `/${'a@b.'.repeat(1 << 18)}`],
    ['hexadecimal digits', `/${'f0'.repeat(1 << 19)}-`],
  ])('a megabyte of %s takes no longer than other paths', (_, path) => {
    const rules = createPathTemplates({ rules: ['/a/:id/**', '/*x', '/:a/:b', '/a*b'], auto: true });
    expect(rules(path)?.length ?? 0).toBeLessThanOrEqual(path.length);
  });
});
