// Preloaded into a process of ours (`--import`), of whatever Node: at its end it tells, in the file that
// FLEETCAST_LOAD names, how much CPU it took and what it loaded: one line of JSON a process.
import { appendFileSync } from 'node:fs';
import module from 'node:module';

const modules = [];
// An older Node has none, and loads the launcher only.
module.registerHooks?.({
  load: (url, context, nextLoad) => {
    modules.push(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  appendFileSync(
    process.env.FLEETCAST_LOAD,
    `${JSON.stringify({ cpuMs: (user + system) / 1e3, modules })}\n`,
  );
});
