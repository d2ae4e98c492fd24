import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { familyOf } from '../../../src/reports/traffic/agent-family.js';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID = 'Mozilla/5.0 (Linux; Android 13; K) AppleWebKit/537.36 (KHTML, like Gecko)';

describe('the family of a user agent', () => {
  test.each<[string, string]>([
    ['Chrome', `${WINDOWS} Chrome/141.0.0.0 Safari/537.36`],
    ['Chrome', `${ANDROID} Chrome/141.0.0.0 Mobile Safari/537.36`],
    ['Chrome', `${IPHONE} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`],
    ['Chromium', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu Chromium/80.0.3987.87 Chrome/80.0.3987.87 Safari/537.36'],
    ['Firefox', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0'],
    ['Firefox', 'Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0'],
    ['Firefox', `${IPHONE} FxiOS/127.0 Mobile/15E148 Safari/605.1.15`],
    ['Safari', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15'],
    ['Safari', `${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`],
    ['Microsoft Edge', `${WINDOWS} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`],
    ['Opera', `${WINDOWS} Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0`],
    ['Opera', 'Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; en) Presto/2.8.119 Version/11.10'],
    ['Internet Explorer', 'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko'],
    ['Samsung Internet for Android', `${ANDROID} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36`],
    ['Vivaldi', `${WINDOWS} Chrome/126.0.0.0 Safari/537.36 Vivaldi/6.7`],
    ['UC Browser', `${ANDROID} Version/4.0 Chrome/100.0.4896.58 UCBrowser/13.4.0.1306 Mobile Safari/537.36`],
    ['Lynx', 'Lynx/2.9.0dev.12 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/3.0.9'],
    ['MyShop', 'MyShop/3.2.1 (iPhone; iOS 17.5; Scale/3.00)'],
    ['Nikto', 'Mozilla/5.00 (Nikto/2.1.6) (Evasions:None) (Test:000001)'],
    ['-', '-'],
    ['-', ''],
    ['-', '  '],
  ])('is %s for %s', (family, agent) => {
    expect(familyOf(agent)).toEqual({ family, isBot: false });
  });

  test.each<[string, string]>([
    ['Googlebot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['Googlebot', `${ANDROID} Chrome/141.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`],
    ['Googlebot-Image', 'Googlebot-Image/1.0'],
    ['bingbot', 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36'],
    ['YandexBot', 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)'],
    ['Baiduspider', 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)'],
    ['ClaudeBot', 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)'],
    ['Applebot', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)'],
    ['Slurp', 'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)'],
    ['facebookexternalhit', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
    ['TelegramBot', 'TelegramBot (like TwitterBot)'],
    ['Slackbot-LinkExpanding', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
    ['Acme Search', 'Mozilla/5.0 (compatible; Acme Search/2.0; +http://acme.example/bot)'],
    ['curl', 'curl/8.5.0'],
    ['Wget', 'Wget/1.21.4'],
    ['Go-http-client', 'Go-http-client/2.0'],
    ['python-requests', 'python-requests/2.32.3'],
    ['okhttp', 'okhttp/4.12.0'],
    ['Apache-HttpClient', 'Apache-HttpClient/4.5.14 (Java/17.0.11)'],
    ['node', 'node'],
    ['kube-probe', 'kube-probe/1.29'],
    ['ELB-HealthChecker', 'ELB-HealthChecker/2.0'],
    ['Blackbox Exporter', 'Blackbox Exporter/0.25.0'],
    ['UptimeRobot', 'Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)'],
    ['HeadlessChrome', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36'],
    ['Nmap Scripting Engine', 'Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)'],
    ['sqlmap', 'sqlmap/1.8.4#stable (https://sqlmap.org)'],
    ['zgrab', 'Mozilla/5.0 zgrab/0.x'],
    ['Expanse', 'Expanse, a Palo Alto Networks company, searches across the global IPv4 space multiple times per day'],
    ['Mozilla', 'Mozilla/5.0'],
  ])('is the name that a bot gives itself: %s for %s', (family, agent) => {
    expect(familyOf(agent)).toEqual({ family, isBot: true });
  });

  test('is a name of at most 40 characters, whatever the agent says', () => {
    const piece = fc.oneof(
      fc.constantFrom('Mozilla/5.0 ', '(compatible; ', 'bot', 'http://', '/', '1.0', ' ', ';', '(', ')', '_', '@', '<', '\u001b[', '__proto__', 'constructor/1.0', 'Version/', 'Safari', '\ud800'),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60, size: 'max' }), (pieces) => {
        const { family } = familyOf(pieces.join(''));
        expect(family).toBe(family.trim());
        expect(family.length).toBeGreaterThan(0);
        expect(family.length).toBeLessThanOrEqual(40);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['a', '_', '.', '1', 'a@', 'http', ' x', '/', 'a/', '_1', '(compatible; ', 'Mozilla/5.0 (', 'Version/1 ', 'a-'])('of a megabyte of %s is that of its beginning', (unit) => {
    expect(familyOf(unit.repeat(1 << 20))).toEqual(familyOf(unit.repeat(1 << 20).slice(0, 512)));
  });
});
