import { html } from './htmlText.ts';
import type { ReportTable } from './reportSection.ts';

/** A table of a report in HTML: numbers flush right, the first cell of a row its header, rows marked by their tone. */
export function tableHtml({ columns, rows }: ReportTable): string {
  const head = columns
    .map(({ label, isNumber }) => `<th scope="col"${isNumber ? ' class="number"' : ''}>${html(label)}</th>`)
    .join('');
  const body = rows.map(({ cells, tone }) => {
    const row = cells.map((cell, i) => {
      const tag = i === 0 ? 'th scope="row"' : 'td';
      return `<${tag}${columns[i].isNumber ? ' class="number"' : ''}>${html(cell)}</${i === 0 ? 'th' : 'td'}>`;
    });
    return `<tr${tone === undefined ? '' : ` class="${tone}"`}>${row.join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
