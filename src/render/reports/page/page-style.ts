import { DARK, LIGHT, paletteCss } from './palette.js';

/**
 * How a page looks: by the reader's colours unless the page has been told which, in two columns where there is room, on paper
 * without what can be pressed.
 */
export const PAGE_STYLE = `
:root{color-scheme:light;${paletteCss(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${paletteCss(DARK)}}}
@media screen{:root[data-theme=dark]{color-scheme:dark;${paletteCss(DARK)}}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
header,main,footer{max-width:80rem;margin:0 auto;padding:0 1.5rem}
header{display:flex;flex-wrap:wrap;align-items:end;justify-content:space-between;gap:1rem 2rem;padding-top:2rem;padding-bottom:1.25rem}
h1{margin:0;font-size:1.625rem;line-height:1.25;font-weight:650;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{margin:0;font-size:1rem;line-height:1.4;font-weight:620;overflow-wrap:anywhere}
p{margin:0}
.faint,.note{color:var(--faint)}
.note{font-size:.8125rem}
.tools{display:none;flex-wrap:wrap;align-items:center;gap:.5rem}
.js .tools{display:flex}
.found:empty{display:none}
button,input{font:inherit;color:inherit}
.tools input,.tools button,.zoom button{height:2.25rem;padding:0 .75rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
.tools input{width:15rem;max-width:100%}
.tools button,.zoom button,th button{cursor:pointer}
.tools button:hover,.zoom button:hover{border-color:var(--accent);color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
main{display:grid;gap:1rem}
main>*{min-width:0}
.card,.notice{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem 1.125rem;min-width:0}
.notice{background:var(--notice);border-color:transparent;padding:.75rem 1.25rem}
.head{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.125rem 1rem;margin-bottom:.625rem}
.timeline .head{justify-content:flex-start}
.zoom{margin-left:auto}
.totals{display:flex;flex-wrap:wrap;gap:1px;margin:0;padding:0;overflow:hidden;background:var(--line)}
.totals div{flex:1 1 8.5rem;display:flex;flex-direction:column;padding:.875rem 1.25rem;background:var(--card)}
.totals dt{color:var(--faint);font-size:.8125rem}
.totals dd{margin:0;overflow-wrap:anywhere}
.totals dd:first-of-type{font-size:1.3125rem;line-height:1.35;font-weight:600;letter-spacing:-.01em}
.totals .note{line-height:1.35}
.bad{color:var(--errors)}
.panels{columns:30rem 2;column-gap:1rem;margin-bottom:-1rem}
.panels>div{break-inside:avoid;padding-bottom:1rem}
.panels>div:only-child{column-span:all}
.scroll{overflow-x:auto;margin:0 -.5rem;contain:content}
table{width:100%;border-collapse:collapse;font-size:.875rem;line-height:1.4}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:.3125rem .5rem;text-align:right;font-weight:400;white-space:nowrap;vertical-align:top}
thead th{color:var(--faint);font-size:.8125rem;border-bottom:1px solid var(--line);background:var(--card)}
th:first-child,.left{text-align:left}
tbody th,tfoot th{position:relative;white-space:normal;overflow-wrap:anywhere;min-width:5rem}
tbody th{background:linear-gradient(var(--share),var(--share)) left/var(--part,0%) calc(100% - 2px) no-repeat;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.8125rem;line-height:1.5;border-radius:.25rem}
tbody tr:hover td{background:color-mix(in srgb,var(--share) 45%,transparent)}
tfoot th,tfoot td{color:var(--faint);border-top:1px solid var(--line)}
th button{border:0;background:none;padding:0;font-size:inherit;color:inherit}
th button:hover{color:var(--accent)}
th[aria-sort] button::before{margin-right:.25em}
th[aria-sort=ascending] button::before{content:"↑"}
th[aria-sort=descending] button::before{content:"↓"}
th[aria-sort] button{color:var(--text);font-weight:600}
.js .long span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;cursor:zoom-in}
.js .long.open span{display:inline;cursor:zoom-out}
.hosts{display:flex;flex-wrap:wrap;gap:.375rem;margin:0;padding:0;list-style:none;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.8125rem}
.hosts li{padding:.125rem .5rem;border-radius:.375rem;background:var(--share);overflow-wrap:anywhere;min-width:0}
pre{margin:0;overflow-x:auto;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.8125rem}
figure{margin:0}
.plot{position:relative;height:14rem;border-bottom:1px solid var(--line);touch-action:pan-y;border-radius:.25rem}
.js .plot{cursor:crosshair;user-select:none;-webkit-user-select:none}
.plot svg{position:absolute;inset:0;width:100%;height:100%;display:block}
.plot .hits{fill:var(--hits)}
.plot .errors{fill:var(--errors)}
.plot .grid{stroke:var(--line);vector-effect:non-scaling-stroke}
.plot .cursor,.plot .chosen{position:absolute;top:0;bottom:0;pointer-events:none;background:var(--accent)}
.plot .cursor{opacity:.14}
.plot .chosen{opacity:.2}
.plot .level{position:absolute;left:0;padding:0 .25rem;font-size:.75rem;line-height:1.1rem;color:var(--faint);background:color-mix(in srgb,var(--card) 78%,transparent);border-radius:.25rem;pointer-events:none}
.axis{position:relative;height:1.375rem;font-size:.75rem;line-height:1.625rem;color:var(--faint)}
.axis span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.axis span.first{left:0;transform:none}
.axis span.last{right:0;transform:none}
.zoom{display:none;gap:.25rem}
.js .zoom{display:flex}
.zoom button{height:1.875rem;min-width:1.875rem;padding:0 .5rem;font-size:.8125rem}
.legend{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.125rem 1.5rem;margin-top:.375rem;font-size:.8125rem;color:var(--faint)}
.legend output{color:var(--text)}
.swatch{display:inline-block;width:.625rem;height:.625rem;margin-right:.375rem;border-radius:.125rem;background:var(--hits)}
.swatch.errors{background:var(--errors);margin-left:.875rem}
details{margin-top:.5rem}
summary{cursor:pointer;color:var(--faint);font-size:.8125rem}
.keys{display:none}
.js .plot:focus-visible~.legend .keys{display:inline}
footer{padding-top:1rem;padding-bottom:2.5rem;color:var(--faint);font-size:.8125rem}
@media(min-width:48rem){.scroll{max-height:32rem;overflow-y:auto}thead th{position:sticky;top:0;z-index:1}}
@media(max-width:40rem){
header,main,footer{padding-left:.75rem;padding-right:.75rem}
header{padding-top:1.25rem}
main{gap:.75rem}
.panels{margin-bottom:-.75rem}
.panels>div{padding-bottom:.75rem}
.card{padding:.875rem .875rem 1rem}
.totals{padding:0}
.totals div{flex-basis:40%;padding:.625rem .875rem}
.tools,.tools input{width:100%}
.tools input{width:auto;flex:1;min-width:0}
.plot{height:11rem}
.share{display:none}
.scroll{margin:0}
table,thead,tbody,tfoot{display:block}
tr{display:grid;grid-template-columns:repeat(var(--cells),1fr);padding:.25rem 0}
tbody tr+tr{border-top:1px solid var(--line)}
tbody th,tfoot th,thead th:first-child{grid-column:1/-1}
th,td,thead th,tfoot th,tfoot td{padding:.125rem;border:0;white-space:normal}
td{font-size:.8125rem}
td[data-value]:not(.left){white-space:nowrap}
thead tr{border-bottom:1px solid var(--line)}
tfoot tr{border-top:1px solid var(--line)}
tbody tr:hover td{background:none}
}
@media print{
body{background:none;font-size:10pt}
.tools,.zoom,.keys,summary{display:none!important}
header,main,footer{max-width:none;padding-left:0;padding-right:0}
.card,.totals{break-inside:avoid}
.panels{columns:auto}
.panels>div,.wide{break-inside:auto}
.scroll{max-height:none;overflow:visible;contain:none}
tr,.head{break-inside:avoid}
.head{break-after:avoid}
.js .long span{display:inline}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
