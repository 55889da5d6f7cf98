import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { problemsText } from '../../host/cli/problemsText.ts';
import { sectionText } from '../../host/report/sectionText.ts';
import { html } from '../../host/report/htmlText.ts';
import { log, rewriteLine, writeError, writeOut } from '../../host/terminal/standardStreams.ts';
import { visible, visibleLayout } from '../../host/terminal/visible.ts';
import picocolors from 'picocolors';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

/** What a terminal acts on, or what makes a line look like another. */
const UNSEEN = /\p{Cc}|\p{Bidi_Control}|[\u2028\u2029\ufeff\u{e0000}-\u{e007f}]/u;

/** Names as an attacker gives them: escape sequences of both kinds, line breaks, turned writing, tags, halves. */
const evil = fc
  .array(
    fc.constantFrom(
      '\u001b[2J',
      '\u001b]0;title\u0007',
      '\u001b[31m',
      '\u009b1m',
      '\r',
      '\nfleetcast: ',
      '\u2028',
      '\u202e',
      '\u2066',
      '\u{e0041}',
      '\ud800',
      '\u0000',
      'a',
      'é',
      '日',
      '👩‍🔬',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('what is written', () => {
  it('shows what is not seen, as JSON would write it, and leaves all other text alone', () => {
    expect(visible('a\u001b[2J\nb\u202ec\u{e0041}')).toBe('a\\u001b[2J\\u000ab\\u202ec\\udb40\\udc41');
    expect(visible('Größe 日本語 👩‍🔬 é')).toBe('Größe 日本語 👩‍🔬 é');
    fc.assert(
      fc.property(evil, (name) => {
        expect(visible(name)).not.toMatch(UNSEEN);
        expect(visible(visible(name))).toBe(visible(name));
        // In JSON it is the same value.
        expect(JSON.parse(visibleLayout(JSON.stringify({ name })))).toEqual({ name });
      }),
    );
  });

  it('lets lines and colours of ours by, and nothing of a name', () => {
    const colours = picocolors.createColors(true);
    fc.assert(
      fc.property(evil, (name) => {
        const column = { label: 'Name', isNumber: false };
        const text = visibleLayout(
          sectionText(
            { title: name, table: { columns: [column], rows: [{ cells: [name] }] }, notes: [name] },
            colours,
            { colour: true, width: 80 },
          ),
        );
        // eslint-disable-next-line no-control-regex -- colours are taken away, the rest must not be there
        expect(text.replaceAll(/\u001b\[[\d;]*m|\n/g, '')).not.toMatch(UNSEEN);
        expect(text).not.toMatch(/^fleetcast:/m);
        const [first, second, ...more] = problemsText([
          { file: name, path: name, message: name, suggestion: name },
        ]).split('\n');
        expect(more).toEqual(['']);
        expect(`${first}${second}`).not.toMatch(UNSEEN);
        expect(html(name).replaceAll(/[\n\t]/g, '')).not.toMatch(UNSEEN);
      }),
    );
    expect(html('<b onclick="x">\u202e&')).toBe('&#60;b onclick=&#34;x&#34;&#62;\\u202e&#38;');
  });
});

describe('the streams', () => {
  let written: string;
  beforeEach(() => {
    written = '';
    const take = (text: unknown) => (written += String(text)) !== '';
    vi.spyOn(process.stdout, 'write').mockImplementation(take);
    vi.spyOn(process.stderr, 'write').mockImplementation(take);
  });
  afterEach(() => vi.restoreAllMocks());

  it('take no control character from whoever forgot it, and no line of a log is forged', () => {
    writeOut('\u001b]0;x\u0007\u001b[1mours\u001b[22m\n');
    writeError('\u009b2J\n');
    rewriteLine('3 of 4\u0008\n');
    log('refused: GET /\r\nfleetcast: all is well\u001b[2J');
    expect(written).toBe(
      '\\u001b]0;x\\u0007\u001b[1mours\u001b[22m\n\\u009b2J\n\r3 of 4\\u0008\n' +
        'fleetcast: refused: GET /\\u000d\n    fleetcast: all is well\\u001b[2J\n',
    );
  });
});

describe('the command line', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.clear());

  const NAME = '\\u001b]0;x\\u0007\\u009b31m\\u202e\\nfleetcast: forged';
  const scenario = (more: string): string => `fleetcast: 1
name: "${NAME}"
horizon: { start: 2026-01-05, hours: 2 }
workloads:
  - { id: "w\\u001b[2J", tenant: "t\\u001b[1A\\u2066", arrivals: { process: poisson, ratePerSecond: 0.02 }, promptTokens: 20, outputTokens: 2, target: p }
pools:
  - { id: p, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: 2 } }
${more}`;

  it('writes names of a document as they can be seen, in its report, its problems and its JSON', async () => {
    const report = await runHere(
      ['simulate', desk.write('evil.yaml', scenario('')), '--data-dir', 'data'],
      desk,
    );
    expect(report.code).toBe(0);
    const problems = await runHere(
      ['validate', desk.write('bad.yaml', scenario('"k\\u001b[2J\\nfleetcast: x": 1\n'))],
      desk,
    );
    expect(problems.code).toBe(2);
    const wrong = await runHere(['simulate', 'no\u001b[2J\nfleetcast: x.yaml', '--wro\u0007ng'], desk);
    expect(wrong.code).toBe(2);
    for (const { stdout, stderr } of [report, problems, wrong]) {
      const text = `${stdout}${stderr}`;
      expect(text.length).toBeGreaterThan(20);
      expect(text.replaceAll('\n', '')).not.toMatch(UNSEEN);
      expect(text).not.toMatch(/^fleetcast: (forged|x)/m);
    }
    expect(report.stdout).toContain('\\u001b]0;x\\u0007');
    const json = await runHere(['simulate', 'evil.yaml', '--json', '--data-dir', 'data'], desk);
    expect(json.stdout.replaceAll('\n', '')).not.toMatch(UNSEEN);
    expect((JSON.parse(json.stdout) as { name: string }).name).toBe(JSON.parse(`"${NAME}"`));
  });

  it('writes them so in the answer to every question', async () => {
    // A colour is what we may write ourselves, so nothing stops it at the end.
    const NAMED = `\\u001b[31m${NAME}`;
    const name = JSON.parse(`"${NAMED}"`) as string;
    // Ids have none.
    const ID = NAMED.replace('\\n', '');
    const csv = (...rows: string[][]): string =>
      rows.map((row) => `${row.map((cell) => `"${cell}"`).join(',')}\n`).join('');
    const measured = (gpu: string, concurrency: number): string[] =>
      [`${name}${concurrency}`, `closed_loop`, gpu, 1, 1, 'llama-3.1-8b', 'bf16', name, name, concurrency]
        .map(String)
        .concat(['1024', '256', String(100 + concurrency), String(20 + concurrency / 4)]);
    const head = `row_id,kind,gpu,n_gpus,tp,model,precision,engine,engine_version,concurrency,input_tokens,output_tokens,ttft_ms,tpot_ms`;
    desk.write(
      'measured.csv',
      csv(
        head.split(','),
        ...[4, 8, 16, 32, 64, 128].map((concurrency) => measured('H100-SXM-80', concurrency)),
        measured(name, 4),
        // A kind that nobody knows.
        measured('H100-SXM-80', 2).with(1, name),
      ),
    );
    const prices = 'provider,instance_type,region,gpu,gpu_count,on_demand_usd_per_hour,price_date'.split(',');
    desk.write(
      'prices.csv',
      csv(
        prices,
        [name.replace('\n', ''), 'a', 'fi', name, '8', '16', '2026-01-01'],
        [name, `b${name}`, name, name, '8', name, name],
      ),
    );
    desk.write('a.yaml', scenario(''));
    desk.write(
      'b.yaml',
      scenario('')
        .replace('ratePerSecond: 0.02', 'ratePerSecond: 0.03')
        .replace(/tenant: "[^"]*"/, () => `tenant: "${ID}"`),
    );
    desk.write(
      'offers.yaml',
      scenario(
        `commitmentOffers: [{ id: "${ID}", rule: aws-compute-savings-plan, discount: 30%, term: 1y }]`,
      ),
    );
    desk.write(
      'sized.yaml',
      scenario('')
        .replace(
          /pools:\n.*\n/,
          `pools: [{ id: "${ID}", model: llama-3.1-8b, accelerator: a10g-24gb, price: { instance: aws/g5.xlarge/us-east-1 } }]\n`,
        )
        .replace('target: p', `target: "${ID}", slo: { ttftSeconds: 5 }`),
    );
    const evilFile = `${name.replaceAll('/', '')}.yaml`;
    const questions: readonly (readonly string[])[] = [
      ['accuracy', 'measured.csv'],
      ['calibrate', 'measured.csv', '--source', name, '--out', `out${evilFile}`],
      ['accuracy', 'measured.csv', '--calibration', `out${evilFile}`],
      ['prices', 'import', 'prices.csv', '--to', `prices${evilFile}`],
      ['prices', 'list', '--file', `prices${evilFile}`],
      ['simulate', 'a.yaml', '--out', 'result', '--data-dir', 'data'],
      ['costs', 'result/focus.csv', '--check'],
      ['compare', 'a.yaml', 'b.yaml', '--data-dir', 'data'],
      ['commit', 'offers.yaml', '--growth', 'base=0%', '--months', '12', '--data-dir', 'data'],
      ['size', 'sized.yaml', '--accelerator', 'a10g-24gb', '--gpus', '1', '--precision', 'bf16'],
    ];
    for (const question of questions) {
      const { code, stdout, stderr } = await runHere(question, desk);
      expect([question, code, stderr]).toEqual([question, 0, '']);
      expect(stdout.replaceAll('\n', ''), question.join(' ')).not.toMatch(UNSEEN);
      expect(stdout, question.join(' ')).not.toMatch(/^fleetcast: forged/m);
      expect(stdout, question.join(' ')).toMatch(/forged|\\u/);
    }
  });
});
