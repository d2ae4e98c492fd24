import { escaped, html } from './html.js';
import type { Html } from './html.js';

/** A part of a page under its heading, with a remark beside it. */
export interface Card {
  title: string;
  /** or nothing */
  remark?: Html;
  body: Html;
  /** it takes the whole width */
  isWide?: boolean;
}

const cardHtml = ({ title, remark, body, isWide }: Card): Html => {
  const note = remark === undefined ? html`` : html`<p class="note">${remark}</p>`;
  return html`<section class="card${isWide === true ? html` wide` : html``}"><div class="head"><h2>${escaped(title)}</h2>${note}</div>
${body}</section>
`;
};

/** Cards one after the other: wide ones alone, those between them in columns. */
export const cardsHtml = (cards: readonly Card[]): Html[] => {
  const groups: Html[] = [];
  let columns: Html[] = [];
  const close = (): void => {
    if (columns.length > 0) groups.push(html`<div class="panels">\n${columns}</div>\n`);
    columns = [];
  };
  for (const card of cards) {
    if (card.isWide !== true) columns.push(html`<div>${cardHtml(card)}</div>\n`);
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
