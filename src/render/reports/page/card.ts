import { escaped, html } from './html.js';
import type { Html } from './html.js';

/** A part of a page under its heading, with a remark beside it. */
export interface Card {
  title: string;
  /** or nothing */
  remark?: Html;
  /** what can be pressed there */
  tools?: Html;
  body: Html;
  /** one that takes the whole width; without it a card stands in a column */
  kind?: 'wide' | 'timeline';
}

const cardHtml = ({ title, remark, tools, body, kind }: Card): Html => {
  const note = remark === undefined ? html`` : html`<p class="note">${remark}</p>`;
  return html`<section class="card${kind === undefined ? html`` : html` ${escaped(kind)}`}"><div class="head"><h2>${escaped(title)}</h2>${note}${tools ?? html``}</div>
${body}</section>
`;
};

/** Cards one after the other: each that takes the whole width alone, those between them in columns. */
export const cardsHtml = (cards: readonly Card[]): Html[] => {
  const groups: Html[] = [];
  let columns: Html[] = [];
  const close = (): void => {
    if (columns.length > 0) groups.push(html`<div class="panels">\n${columns}</div>\n`);
    columns = [];
  };
  for (const card of cards) {
    if (card.kind === undefined) columns.push(html`<div>${cardHtml(card)}</div>\n`);
    else {
      close();
      groups.push(cardHtml(card));
    }
  }
  close();
  return groups;
};

/** What stands where nothing is. */
export const nothing = (text: string): Html => html`<p class="faint">${escaped(text)}</p>\n`;
