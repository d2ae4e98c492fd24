/** A part of the simulated site: its pages share the first path segment. */
export interface SiteSection {
  /** its popularity among the sections */
  weight: number;
  /** path templates, the most popular first; `#` becomes a number and `@` a product's name */
  paths: readonly [string, ...string[]];
  /** method of most requests */
  method: 'GET' | 'POST';
  /** bytes of a typical response */
  size: number;
  /** a browser often has it in its cache and gets a 304 */
  cached: boolean;
}

const page = (weight: number, size: number, ...paths: [string, ...string[]]): SiteSection => ({
  weight,
  paths,
  method: 'GET',
  size,
  cached: false,
});

export const CHECKOUT: SiteSection = {
  ...page(4, 1900, '/checkout', '/checkout/payment', '/checkout/confirm?order=#'),
  method: 'POST',
};

export const SECTIONS: readonly [SiteSection, ...SiteSection[]] = [
  page(24, 14_200, '/products/@', '/products/@?colour=blue', '/products', '/products/@/reviews?page=#'),
  page(20, 2_300, '/api/v2/products/#', '/api/v2/stock?sku=#', '/api/v2/session', '/api/v2/recommendations/#'),
  { ...page(18, 48_000, '/static/app.4f1c.js', '/static/site.91ab.css', '/static/fonts/inter.woff2'), cached: true },
  { ...page(15, 86_000, '/images/@.webp', '/images/@-small.webp', '/images/logo.svg'), cached: true },
  page(12, 9_800, '/', '/?utm_source=newsletter'),
  page(9, 7_400, '/search?q=@', '/search?q=@&page=#', '/search?q=@+blue'),
  { ...page(6, 1_300, '/cart/items', '/cart', '/cart/items/#'), method: 'POST' },
  CHECKOUT,
  page(4, 5_200, '/account/orders', '/account/orders/#', '/account'),
  page(3, 18_500, '/blog/how-we-bake', '/blog/@', '/blog'),
  page(2, 6_100, '/help/shipping', '/help/returns', '/help'),
  { ...page(2, 31_000, '/feed/products.xml', '/feed/blog.xml'), cached: true },
];

export const PRODUCTS: readonly [string, ...string[]] = [
  'teapot', 'espresso-cup', 'bread-knife', 'cake-stand', 'whisk', 'apron', 'rolling-pin', 'pizza-stone', 'salad-bowl',
  'milk-jug', 'butter-dish', 'egg-timer', 'spice-rack', 'soup-ladle', 'cheese-board', 'oven-glove', 'sieve', 'tart-tin',
];

/** What visitors and their browsers ask for in vain. */
export const GONE_PATHS: readonly [string, ...string[]] = [
  '/favicon.ico', '/apple-touch-icon.png', '/products/teapot-2019', '/blog/2019/summer-sale', '/robots.txt',
];

/** What strangers ask for when they look for open doors. */
export const PROBED_PATHS: readonly [string, ...string[]] = [
  '/wp-login.php', '/.env', '/.git/config', '/xmlrpc.php', '/admin/', '/phpmyadmin/index.php', '/wp-admin/setup.php',
  '/backup.zip', '/server-status', '/cgi-bin/luci',
];

export const BROWSERS: readonly [string, ...string[]] = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'curl/8.9.1',
  'Kitchen/3.2 \\"Teapot\\" (Android 14)',
];

export const REFERRERS: readonly [string, ...string[]] = [
  '-',
  'https://shop.example/',
  'https://shop.example/products',
  'https://www.google.com/',
  'https://shop.example/search?q=teapot',
  'https://news.example/kitchen/best-of-2024',
];

/** Requests that are not what a server hopes for, with the status it gives them; null is a size of `-`. */
export const ODD_REQUESTS: readonly [OddRequest, ...OddRequest[]] = [
  { request: '\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xFC\\x03\\x03', status: 400, bytes: 157 },
  { request: '', status: 400, bytes: 0 },
  { request: 'OPTIONS * HTTP/1.0', status: 200, bytes: null },
  { request: 'GET /', status: 400, bytes: 157 },
  { request: '-', status: 408, bytes: null },
  { request: 'CONNECT mail.example:25 HTTP/1.1', status: 405, bytes: 157 },
  { request: 'GET http://shop.example/products HTTP/1.1', status: 200, bytes: 14_200 },
  { request: 'GET /search?q=tea pot HTTP/1.1', status: 400, bytes: 157 },
  { request: 'PRI * HTTP/2.0', status: 400, bytes: 157 },
];

export interface OddRequest {
  request: string;
  status: number;
  bytes: number | null;
}
