import { Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { commitOptions } from './commands/commitFlags.ts';
import { writeError, writeOut } from '../terminal/standardStreams.ts';
import { visibleLines } from '../terminal/visible.ts';
import { EXIT } from './exitCodes.ts';
import {
  amountOption,
  dataDirOption,
  day,
  freshOption,
  jsonOption,
  listOption,
  portOption,
  reportOptions,
  seedOption,
  setOption,
  workersOption,
} from './options.ts';
import { sizedOption, varyOption } from './commands/varyFlags.ts';

const EXIT_CODES = `
Exit codes:
  0  done
  1  a fault of ours
  2  the input is wrong; nothing was written
  3  interrupted; finished windows are kept, and the same command goes on from there`;

/** Parses the arguments (without node and script) and runs the command. Gives the exit code; throws what commands throw. */
export async function runProgram(args: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = buildProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Help and version end with 0; everything else that commander throws is a wrong argument.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.input;
    throw error;
  }
}

/** The definitions only: what a command runs is loaded when it is called, so that help and wrong arguments load little. */
function buildProgram(end: (code: number) => void): Command {
  const program = new Command('fleetcast')
    .description(
      'Forecasts what AI inference costs and how fast it answers, by simulating it request by request.',
    )
    .version(packageJson.version)
    .configureOutput({
      writeOut,
      writeErr: writeError,
      outputError: (text, write) => write(`${visibleLines(text)}`),
    })
    .exitOverride()
    .showHelpAfterError('(--help says what there is)')
    .addHelpText('after', EXIT_CODES);

  program
    .command('simulate')
    .description('simulate a scenario and report latency, cost and what binds')
    .argument('<file>', 'scenario document (YAML or JSON)')
    .addOption(jsonOption())
    .addOption(
      new Option(
        '--out <dir>',
        'write forecast.json, usage.csv, ledger.csv, focus.csv, report.html, report.xlsx and answer.html (one page for management) there',
      ),
    )
    .addOption(
      new Option(
        '--requests <file.csv>',
        'write one row a request (of the first replication, where there are several)',
      ),
    )
    .addOption(workersOption())
    .addOption(seedOption())
    .addOption(setOption())
    .addOption(dataDirOption())
    .addOption(freshOption())
    .action(async (file, flags) => {
      const { simulateCommand } = await import('./commands/simulateCommand.ts');
      end(await simulateCommand(file, flags));
    });

  program
    .command('compare')
    .description(
      'simulate several scenarios on common random numbers and say how they differ, and whether for real',
    )
    .argument('<files...>', 'two or more scenario documents, or one with --vary')
    .addOption(varyOption())
    .addOption(sizedOption())
    .addOption(new Option('--pool <id>', 'the pool that --vary is of, where there are several'))
    .addOption(jsonOption())
    .addOption(
      new Option(
        '--out <dir>',
        'write comparison.json, comparison.html, comparison.xlsx and answer.html (one page for management) there',
      ),
    )
    .addOption(workersOption())
    .addOption(seedOption())
    .addOption(setOption())
    .addOption(dataDirOption())
    .addOption(freshOption())
    .action(async (files, flags) => {
      const { compareCommand } = await import('./commands/compareCommand.ts');
      end(await compareCommand(files, flags));
    });

  program
    .command('size')
    .description('search for the cheapest deployment that keeps a scenario’s service levels')
    .argument(
      '<file>',
      'scenario document (YAML or JSON); everything but the pool’s hardware (its autoscaler’s range, target and base on demand, where it has one) is kept',
    )
    .addOption(jsonOption())
    .addOption(new Option('--pool <id>', 'the pool to size, where there are several'))
    .addOption(
      new Option('--accelerator <ids>', 'only these, such as a10g,a100-sxm-80gb (else all with a price)'),
    )
    .addOption(new Option('--gpus <list>', 'GPUs of a replica to try (else 1,2,4,8)'))
    .addOption(
      new Option(
        '--parallel <list>',
        'how they share the model: tensor, pipeline (two stages), experts, attention (by request, beside experts); else all that divide it',
      ),
    )
    .addOption(new Option('--precision <list>', 'else as the model is published, and fp8 where there is'))
    .addOption(new Option('--provider <names>', 'only instances of these providers, such as aws,gcp'))
    .addOption(new Option('--region <names>', 'only instances in these regions, such as us-central1'))
    .addOption(new Option('--min <list>', 'of an autoscaled pool: fewest replicas to try, such as 1,2,4'))
    .addOption(new Option('--max <list>', 'of an autoscaled pool: most replicas to try'))
    .addOption(
      new Option(
        '--target <list>',
        'of an autoscaled pool: targets of its first metric to try, such as 8,12 or 60%,70%',
      ),
    )
    .addOption(
      new Option('--on-demand <list>', 'of one with spot: replicas always on demand to try, such as 0,2'),
    )
    .addOption(
      new Option('--out <dir>', 'write size.json, size.xlsx and answer.html (one page for management) there'),
    )
    .addOption(workersOption())
    .addOption(seedOption())
    .addOption(setOption())
    .addOption(dataDirOption())
    .action(async (file, flags) => {
      const { sizeCommand } = await import('./commands/sizeCommand.ts');
      end(await sizeCommand(file, flags));
    });

  const commit = program
    .command('commit')
    .description('plan which commitments to buy for a scenario, for how long and from when')
    .argument('<file>', 'scenario document (YAML or JSON) with prices')
    .addOption(jsonOption())
    .addOption(new Option('--out <dir>', 'write commitment.json, commitment.html and commitment.xlsx there'));
  for (const option of commitOptions()) commit.addOption(option);
  commit
    .addOption(workersOption())
    .addOption(seedOption())
    .addOption(setOption())
    .addOption(dataDirOption())
    .addOption(freshOption())
    .action(async (file, flags) => {
      const { commitCommand } = await import('./commands/commitCommand.ts');
      end(await commitCommand(file, flags));
    });

  program
    .command('validate')
    .description('check scenarios in full (traces too) without simulating them')
    .argument('<files...>', 'scenario documents')
    .addOption(seedOption())
    .addOption(setOption())
    .addOption(jsonOption())
    .action(async (files, flags) => {
      const { validateCommand } = await import('./commands/validateCommand.ts');
      end(await validateCommand(files, flags));
    });

  program
    .command('manifest')
    .description('write what sets a pool’s replicas as a manifest for Kubernetes, KEDA, Knative or Ray')
    .argument('<file>', 'scenario document with a pool that has autoscale')
    .addOption(new Option('--pool <id>', 'the pool, where there are several'))
    .addOption(new Option('--name <name>', 'of the object and of what it scales (else the pool’s)'))
    .addOption(new Option('--out <file.yaml>', 'write the manifest there'))
    .addOption(jsonOption())
    .addOption(setOption())
    .action(async (file, flags) => {
      const { manifestCommand } = await import('./commands/manifestCommand.ts');
      end(await manifestCommand(file, flags));
    });

  const calibrate = program
    .command('calibrate')
    .description(
      'fit step times to measurements, say how well they fit, and write them for scenarios to name',
    )
    .argument('<data>', 'table (CSV), or report of GuideLLM, vllm bench serve, SGLang or inference-perf')
    .addOption(jsonOption())
    .addOption(new Option('--out <file>', 'write the calibration there'))
    .addOption(
      new Option('--alone', 'fit from nothing instead of over the shipped calibration').default(false),
    )
    .addOption(new Option('--date <YYYY-MM-DD>', 'date it bears, if not today’s').argParser(day))
    .addOption(new Option('--source <text>', 'source it names, if not the file'))
    .addOption(listOption('--exclude <id>', 'leave out rows whose id contains it (repeatable)'));
  for (const option of reportOptions()) calibrate.addOption(option);
  calibrate.action(async (data, flags) => {
    const { calibrateCommand } = await import('./commands/calibrateCommand.ts');
    end(calibrateCommand(data, flags));
  });

  const accuracy = program
    .command('accuracy')
    .description('predict every row of a table of measurements, and say how far off')
    .argument('<data>', 'table (CSV) or report, as for calibrate')
    .addOption(jsonOption())
    .addOption(new Option('--calibration <file>', 'predict with this one instead of the shipped'));
  for (const option of reportOptions()) accuracy.addOption(option);
  accuracy.action(async (data, flags) => {
    const { accuracyCommand } = await import('./commands/accuracyCommand.ts');
    end(accuracyCommand(data, flags));
  });

  const prices = program
    .command('prices')
    .description('list prices, import a table of them, price tokens of hosted models');
  prices
    .command('list')
    .description('what instances cost, by the catalogue or a price file')
    .addOption(jsonOption())
    .addOption(new Option('--file <prices.yaml>', 'a price file instead of the catalogue'))
    .addOption(new Option('--provider <name>', 'only of this provider, such as aws'))
    .addOption(new Option('--region <name>', 'only of this region'))
    .addOption(new Option('--gpu <name>', 'only with GPUs of a name like this'))
    .action(async (flags) => {
      const { pricesListCommand } = await import('./commands/pricesCommand.ts');
      end(pricesListCommand(flags));
    });
  prices
    .command('import')
    .description('put a table of prices (CSV) to a price file, and say what that changes')
    .argument(
      '<table.csv>',
      'columns provider, instance_type, region, gpu, gpu_count, on_demand_usd_per_hour …',
    )
    .addOption(jsonOption())
    .addOption(
      new Option('--to <prices.yaml>', 'the price file; made where there is none').makeOptionMandatory(),
    )
    .addOption(new Option('--currency <code>', 'of the table (USD)'))
    .addOption(new Option('--dry-run', 'say what would change, and write nothing').default(false))
    .action(async (table, flags) => {
      const { pricesImportCommand } = await import('./commands/pricesCommand.ts');
      end(pricesImportCommand(table, flags));
    });
  prices
    .command('tokens')
    .description('what hosted models ask for tokens, and what a use of one costs')
    .addOption(jsonOption())
    .addOption(new Option('--model <name>', 'price the tokens that follow at this one'))
    .addOption(
      new Option('--on <day>', 'prices of this day')
        .argParser(day)
        .default(new Date().toISOString().slice(0, 10), 'today'),
    )
    .addOption(amountOption('--requests <n>', 'so many requests alike', 1))
    .addOption(amountOption('--input <n>', 'prompt tokens of a request', 0))
    .addOption(amountOption('--cached <n>', 'of them, read from the cache', 0))
    .addOption(amountOption('--cache-written <n>', 'of them, written to the cache', 0))
    .addOption(new Option('--cache-hour', 'written for an hour, not for minutes').default(false))
    .addOption(amountOption('--output <n>', 'output tokens of a request, reasoning too', 0))
    .addOption(amountOption('--images <n>', 'images of a request', 0))
    .addOption(new Option('--batch', 'as batch requests').default(false))
    .addOption(new Option('--marginal', 'long contexts cost more above their threshold only').default(false))
    .action(async (flags) => {
      const { pricesTokensCommand } = await import('./commands/pricesCommand.ts');
      end(pricesTokensCommand(flags));
    });

  program
    .command('costs')
    .description('add up a cost file in the columns of FOCUS (1.0 to 1.4)')
    .argument('<file.csv>', 'as a provider exports it, or as simulate --out writes it')
    .addOption(jsonOption())
    .addOption(new Option('--check', 'hold each row against the rules of FOCUS 1.2, too').default(false))
    .action(async (file, flags) => {
      const { costsCommand } = await import('./commands/costsCommand.ts');
      end(await costsCommand(file, flags));
    });

  program
    .command('serve')
    .description('serve the app to a browser on this machine')
    .argument('[files...]', 'scenario documents to open in it')
    .addOption(portOption())
    .addOption(workersOption())
    .addOption(dataDirOption())
    .addHelpText(
      'after',
      `
The address that it prints holds a key that lets one browser in, once. The next
address then stands in the terminal, for another browser or for one that was
closed. It is reached from this machine only: from elsewhere, through SSH
(ssh -L 8080:127.0.0.1:8080 …, and --port 8080 here).`,
    )
    .action(async (files, flags) => {
      const { serveCommand } = await import('./commands/serveCommand.ts');
      end(await serveCommand(files, flags));
    });

  program
    .command('app')
    .description('open the app: its own window where there can be one, else a browser')
    .addOption(portOption())
    .addOption(workersOption())
    .addOption(dataDirOption())
    .action(async (flags) => {
      const { appCommand } = await import('./commands/appCommand.ts');
      end(await appCommand(flags));
    });

  program
    .command('examples')
    .description('list the scenarios that come with Fleetcast')
    .action(async () => {
      const { examplesCommand } = await import('./commands/examplesCommand.ts');
      end(await examplesCommand());
    });

  return program;
}
