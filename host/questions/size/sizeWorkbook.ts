import type { AnswerPage } from '../../report/answerPage.ts';
import { addAnswer } from '../../report/answerSheet.ts';
import { add, addSheet, type Book, bytesOf, header, MONEY } from '../../report/workbook.ts';
import type { SizeDocument, SizeRow } from './sizeResult.ts';

/** What a search found as a workbook: the page for management, then every deployment that it tells of, and what was ruled out. */
export async function sizeWorkbook(
  document: SizeDocument,
  answer: AnswerPage,
): Promise<Uint8Array<ArrayBuffer>> {
  const book: Book = [];
  addAnswer(book, answer);
  addDeployments(book, document, 'Cost against latency', document.edge);
  addDeployments(book, document, 'Cheapest of each kind', document.alternatives);
  const ruledOut = addSheet(book, 'Ruled out');
  header(ruledOut, ['Accelerator', 'Precision', 'Layout', 'GPUs of a replica', 'Why']);
  add(
    ruledOut,
    [...document.doNotFit, ...document.tooSlow].map((each) => [
      each.accelerator,
      each.precision,
      each.layout,
      each.gpusPerReplica.join(', '),
      each.reason,
    ]),
  );
  const source = addSheet(book, 'Source');
  const { fleetcast, name, pool, verdict } = document;
  add(source, [
    ['Scenario', name],
    ['Pool', pool],
    ['Verdict', verdict],
    ['Made by', `Fleetcast ${fleetcast.engine}, seed ${fleetcast.seed}, scenario ${fleetcast.scenarioHash}`],
  ]);
  return bytesOf(book);
}

function addDeployments(
  book: Book,
  { currency }: SizeDocument,
  title: string,
  rows: readonly SizeRow[],
): void {
  const sheet = addSheet(book, title);
  header(sheet, [
    'Deployment',
    'Accelerator',
    'GPUs of a replica',
    'Replicas',
    'Precision',
    'Most sequences',
    'Paid as',
    'Units paid',
    `${currency} a month`,
    `${currency} per million tokens`,
    'TTFT p95, s',
    'TPOT p95, s',
    'Within service level',
    'Step error, nine in ten',
    'Binds with fewer',
    'Simulated on',
  ]);
  add(
    sheet,
    rows.map((row) => [
      row.label,
      row.accelerator,
      row.gpusPerReplica,
      row.replicas,
      row.precision,
      row.maxSequences,
      row.instance ?? 'own price by the GPU',
      row.paidUnits,
      row.costPerMonth,
      row.perMillionTokens,
      row.p95TtftSeconds,
      row.p95TpotSeconds,
      row.sloAttained,
      row.errorBand,
      row.binding.sentence,
      row.confirmed ? 'more hours' : 'fewer hours',
    ]),
  );
  sheet.formats = { 9: MONEY, 10: MONEY, 11: '0.000', 12: '0.0000', 13: '0.0%', 14: '0.0%' };
  sheet.frozenRows = 1;
}
